/** What this phone counts of a day: captured here, stored there. */
import type { CapturedFile, DayReceipt } from './api';
import type { Core } from './core';
import { receiptCode } from './receipt';
import type { Captured, UploadRecord } from './records';

/** Of a span of the device's clock. Files of identities that this store had before do not count. */
export function receiptOf(core: Core, from_ms: number, until_ms: number): DayReceipt {
  const { replica, next_n } = core.outbox.who;
  const stored: CapturedFile[] = [];
  for (const upload of core.uploads.values()) {
    const captured = capturedOf(core, upload);
    if (upload.state !== 'stored' || upload.replica !== replica || captured === undefined) continue;
    if (captured.captured_ms < from_ms || captured.captured_ms >= until_ms) continue;
    const { attachment_id, size_bytes, is_signature, receipt } = upload;
    const { sha256, media_type } = captured;
    const stored_ms = receipt?.at_ms ?? null;
    stored.push({ attachment_id, sha256, media_type, size_bytes, is_signature, stored_ms });
  }
  const last_n = next_n - 1;
  return { replica, last_n, stored, code: receiptCode(replica, last_n, stored) };
}

function capturedOf({ view }: Core, upload: UploadRecord): Captured | undefined {
  return upload.captured ?? view.get('attachment', upload.attachment_id);
}
