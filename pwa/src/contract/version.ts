// Generated from Python by scripts/generate_contract.py. Do not edit.

export const PROTOCOL_VERSION = 1;
export const SCHEMA_HASH = 'fc975f9b3c9e09b3';
