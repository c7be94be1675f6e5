// Generated from Python by scripts/generate_contract.py. Do not edit.

export const PROTOCOL_VERSION = 1;
export const SCHEMA_HASH = '9dd20cb9e6892ebf';
