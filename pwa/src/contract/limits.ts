// Generated from Python by scripts/generate_contract.py. Do not edit.

export const ENTRY_BYTES_MAX = 16384;
export const ENTRIES_PER_REQUEST_MAX = 256;
export const REQUEST_BYTES_MAX = 1048576;
export const REQUEST_GZIP_FROM_BYTES = 300;
export const PAGE_BYTES_MAX = 65536;
export const PAGE_ROWS_MAX = 750;
export const GROUP_PUSHES_MAX = 64;
export const GROUP_WAIT_MS = 5;
export const ROWS_PER_MUTATION_MAX = 500;
export const DIGEST_WHOLE_ROWS_MAX = 5000;
export const KNOWN_DEVICE_SKEW_MS_MAX = 34560000000;
export const ATTACHMENT_BYTES_MAX = 67108864;
export const CHECK_IN_RADIUS_M = 200;
export const CHECK_IN_SAMPLES_MAX = 5;
export const FAST_KMH = 150;
export const INACCURATE_M = 200;
export const OLD_S = 120;
export const REPEATED_N = 5;
export const STROKES_CHARS_MAX = 5500;
export const SIGNATURE_POINTS_MAX = 480;
