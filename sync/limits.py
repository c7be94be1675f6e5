"""Every bound of the protocol, in one place. Generated into `pwa/src/contract/limits.ts`."""

ENTRY_BYTES_MAX = 16_384  # canonical bytes of one outbox entry: none above can be authored
ENTRIES_PER_REQUEST_MAX = 256
REQUEST_BYTES_MAX = 1_048_576  # after decompression
REQUEST_GZIP_FROM_BYTES = 300
PAGE_BYTES_MAX = 65_536  # of one answer, compressed; the page is cut by rows to stay under it
PAGE_ROWS_MAX = 750
GROUP_PUSHES_MAX = 64
GROUP_WAIT_MS = 5
ROWS_PER_MUTATION_MAX = 500
DIGEST_WHOLE_ROWS_MAX = 5_000  # above it the client sums a sixteenth of the handles each time
KNOWN_DEVICE_SKEW_MS_MAX = 400 * 86_400_000  # a device clock further off is not believed at all

assert ENTRY_BYTES_MAX * 4 < REQUEST_BYTES_MAX, "an entry must always fit a request by itself"
assert PAGE_ROWS_MAX <= 1_000, "a page is one IndexedDB transaction on a slow phone"
