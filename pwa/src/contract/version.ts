// Generated from Python by scripts/generate_contract.py. Do not edit.

export const PROTOCOL_VERSION = 1;
export const SCHEMA_HASH = 'd603a6a53b7a9441';
