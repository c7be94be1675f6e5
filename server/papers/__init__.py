"""Papers (单据): what an order looks like on paper, from one canonical document."""
