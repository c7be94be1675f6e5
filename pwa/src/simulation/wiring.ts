/** What a device's network tells its history. */
import type { Ambush } from './ambush';
import type { Device } from './device';
import type { History } from './history';

export function wire(history: History, device: Device, ambush: Ambush): void {
  const { timeline, witness, plan } = history;
  const { network } = device;
  const lookIn = (delay_ms: number) => timeline.in(delay_ms, () => ambush.look(device));
  network.onFault = (fault) => {
    history.fired(fault, device);
    ambush.struck(device);
  };
  network.onFelt = (fault) => history.felt(fault, device);
  network.onSend = () => {
    witness.sent(device, timeline.now_ms);
    lookIn(1);
  };
  network.onOverlap = () => witness.overlapped(device);
  network.onReply = ({ path }, reply) => {
    if (path !== '/sync') return;
    witness.replied(device, reply);
    lookIn(plan.latency_ms + 1);
  };
}
