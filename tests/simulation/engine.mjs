// The story's end of the pipes: runs what `bundle.mjs` has made.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const options = JSON.parse(process.argv[2]);
const load = (folder, name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
const before = await load(options.bundles, 'before');
const story = await load(options.story_bundle, 'story');
await story.main(options, before);
