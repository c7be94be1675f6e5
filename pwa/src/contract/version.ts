// Generated from Python by scripts/generate_contract.py. Do not edit.

export const PROTOCOL_VERSION = 1;
export const SCHEMA_HASH = '1fcfb2d23648b7ee';
