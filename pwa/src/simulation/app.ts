/** What an app is to a device: the engine with its effects. Bundled again as the version before. */
export { MUTATORS } from '../domain/mutators';
export { openReplica } from '../sync/replica';
