// One database for everybody, and a replication that filters what is the reader's. The server goes
// on holding a row that left: it only passes the filter no more, and that is nothing it tells.
import * as pouchdb from './pouchdb.mjs';

const FILTERED = {
  born: (row) => ({ _id: row.id, ...row, is_here: true }),
  gone: (held) => ({ ...held, is_here: false }),
  isHere: (document) => document.is_here === true,
  options: { filter: 'reader/here' },
  design: {
    _id: '_design/reader',
    filters: { here: 'function (document) { return document.is_here === true; }' },
  },
};

export const serve = (access) => pouchdb.serve(access, FILTERED);
export const join = (access) => pouchdb.join(access, FILTERED);
