/** 8: the bytes of every accepted attachment are at the server, or its device still has them. */
import { BlobState } from '../../contract/enums';
import { Mutation } from '../../contract/mutations';
import { bornId } from '../../sync/ids';
import type { CheckerKind } from '../watch';

export const files: CheckerKind = {
  invariant: 8,
  make: (report, book) => ({
    atRest({ server, devices }) {
      const rows = new Map(server.attachments.map((row) => [row.id, row]));
      const onDevices = new Set(
        devices.flatMap(({ status }) =>
          status.uploads.filter((one) => one.state !== 'stored').map((one) => one.attachment_id),
        ),
      );
      for (const { entry, isConfirmed, lost, wasHit, hasNoBytes, device } of book.all()) {
        if (entry.name !== Mutation.Attach || !isConfirmed || lost || hasNoBytes) continue;
        // The server lost the bytes and the phone what it kept of them.
        if (wasHit && book.ended.size > 0) continue;
        const id = bornId(entry.replica, String(entry.n), 0);
        const row = rows.get(id);
        const isThere = row === undefined || row.state === BlobState.STORED;
        if (!isThere && !onDevices.has(id)) report(`${device}: the bytes of ${id} are nowhere`);
      }
    },
  }),
};
