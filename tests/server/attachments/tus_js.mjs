// Uploads a file with the official JavaScript client. Argument: what and where, as JSON.
// `abort_after`: stop after so many chunks and go on anew; `end_after`: stop and terminate.
// Says how many chunks each of the two took, or fails.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Upload } = createRequire(new URL('../../../pwa/package.json', import.meta.url))('tus-js-client');
const { endpoint, token, metadata, file, abort_after, end_after, ...options } = JSON.parse(process.argv[2]);
const data = readFileSync(file);
const headers = { authorization: `Bearer ${token}` };

/** Resolves when it is done, or was stopped after so many chunks: with its address. */
function send(more, stop_after) {
  let chunks = 0;
  return new Promise((resolve, reject) => {
    const upload = new Upload(data, {
      endpoint,
      metadata,
      headers,
      retryDelays: [0, 100],
      ...options,
      ...more,
      onError: reject,
      onSuccess: () => resolve({ chunks, url: upload.url }),
      onChunkComplete: () => {
        chunks += 1;
        if (chunks === stop_after) upload.abort().then(() => resolve({ chunks, url: upload.url }), reject);
      },
    });
    upload.start();
  });
}

const first = await send({}, abort_after ?? end_after ?? 0);
const second = abort_after ? await send({ uploadUrl: first.url }, 0) : { chunks: 0 };
if (end_after) await Upload.terminate(first.url, { headers });
console.log(JSON.stringify({ first: first.chunks, second: second.chunks }));
