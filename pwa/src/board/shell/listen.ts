/** The keyboard of the board. */
import type { Board } from '../board.svelte';
import type { Desk } from '../context';
import { type Command, commandOf, isTypingIn } from '../keys';
import { queueIds } from '../queue/order';
import { route } from '../route.svelte';
import { go, hrefOf } from '../router';

const AFTER_G_MS = 1_000;

/** Listen until the returned function is called. */
export function listenToKeys(desk: Desk): () => void {
  let gPressedMs = 0;
  const onkeydown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const isTyping = isTypingIn(event.target);
    const afterG = Date.now() - gPressedMs < AFTER_G_MS;
    gPressedMs = 0;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping;
    if (plain && event.key.toLowerCase() === 'g') {
      gPressedMs = Date.now();
      return;
    }
    const command = commandOf(event, isTyping, afterG);
    if (command && run(desk, command)) event.preventDefault();
  };
  addEventListener('keydown', onkeydown);
  return () => removeEventListener('keydown', onkeydown);
}

/** Whether the key was used. */
function run(desk: Desk, command: Command): boolean {
  const { board, actions } = desk;
  switch (command.do) {
    case 'palette':
      board.palette = true;
      return true;
    case 'help':
      board.shortcuts = true;
      return true;
    case 'undo':
      actions.undoLast();
      return true;
    case 'go':
      go(hrefOf(command.to));
      return true;
    case 'intake':
      go(hrefOf('board'));
      board.intake();
      return true;
    default:
      return route().name === 'board' && onBoard(desk, command);
  }
}

function onBoard(desk: Desk, command: Command): boolean {
  const { board } = desk;
  const order = board.selected;
  switch (command.do) {
    case 'back':
      board.back();
      return true;
    case 'next':
      return step(desk, 1);
    case 'previous':
      return step(desk, -1);
    case 'assign':
      if (order !== null) board.assign(order);
      return order !== null;
    case 'note':
    case 'hold':
      if (order !== null) board.ask = { kind: command.do, order };
      return order !== null;
    case 'focus_queue':
      return focus('[data-pane="queue"] [aria-current="true"], [data-pane="queue"] li button');
    case 'focus_map':
      return focus('[data-pane="map"] canvas');
    case 'focus_lanes':
      return focus('[data-pane="lanes"]');
    case 'candidate':
      return preview(board, command.n);
    default:
      return false;
  }
}

/** The next or previous order of the queue, as it stands on the screen. */
function step({ board, replica, live, read }: Desk, by: 1 | -1): boolean {
  const ids = queueIds(replica.view, live.outbox.current, board, read, Date.now());
  if (ids.length === 0) return false;
  const at = board.selected === null ? -1 : ids.indexOf(board.selected);
  const next = at === -1 ? (by === 1 ? 0 : ids.length - 1) : at + by;
  board.select(ids[Math.min(Math.max(next, 0), ids.length - 1)] ?? null);
  return true;
}

/** Candidate n of the open list. */
function preview(board: Board, n: number): boolean {
  const row = document.querySelector(`[data-candidate="${n}"]`)?.closest('[data-technician]');
  const id = row?.getAttribute('data-technician') ?? null;
  if (id !== null) board.preview = id;
  return id !== null;
}

function focus(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.focus();
  return found !== null;
}
