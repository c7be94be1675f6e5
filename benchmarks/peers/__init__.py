"""Workload W on six other sync libraries and on ours: the same rows, token, proxy and link."""
