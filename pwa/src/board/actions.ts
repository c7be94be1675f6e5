/** What a dispatcher does to an order. Each is one mutation; most can be taken back at once. */
import type { Appointment } from '../contract/kinds';
import { Mutation, type MutationArgs, type MutationName } from '../contract/mutations';
import type { Authored, Base, Replica } from '../sync/api';
import { t } from '../ui/i18n/i18n.svelte';
import { dismiss, toast } from '../ui/toasts.svelte';
import { currentAppointment, numberOf } from './queries/orders';

export interface AssignTo {
  readonly work_order_id: string;
  readonly technician_id: string;
  readonly start_local: string;
  readonly zone: string;
  readonly duration_min: number;
}

export class Actions {
  private undo: (() => void) | null = null;

  constructor(private readonly replica: Replica) {}

  send<N extends MutationName>(name: N, args: MutationArgs[N], seen?: Base): Promise<Authored> {
    return this.replica.mutate(name, args, seen);
  }

  /** Whether its effect is on the screen. If not, the server judges, and a refusal is shown. */
  private isShown({ n }: Authored): boolean {
    const item = this.replica.outbox().find((each) => each.n === n);
    if (!item) return true;
    return !item.waitsForOffice && item.state !== 'rejected' && item.state !== 'set_aside';
  }

  /** Take back the last act that can be taken back; the key Z. */
  undoLast(): void {
    const undo = this.undo;
    this.undo = null;
    undo?.();
  }

  async assign(to: AssignTo): Promise<void> {
    const authored = await this.send(Mutation.AssignAppointment, to);
    if (!this.isShown(authored)) return;
    const view = this.replica.view;
    const name = view.get('technician', to.technician_id)?.name ?? '';
    const order = view.get('work_order', to.work_order_id);
    const number = order ? numberOf(order) : '';
    const appointment = currentAppointment(view, to.work_order_id);
    const takeBack =
      appointment && (() => this.cancelVisit(appointment.id, t('board.undo_reason')));
    this.tell(t('board.done.assigned', { number, name }), takeBack);
  }

  async reassign(appointment: Appointment, technician_id: string, reason: string): Promise<void> {
    const before = appointment.technician_id;
    const appointment_id = appointment.id;
    const args = { appointment_id, technician_id, reason };
    if (!this.isShown(await this.send(Mutation.ReassignAppointment, args))) return;
    const name = this.replica.view.get('technician', technician_id)?.name ?? '';
    const takeBack =
      before === null
        ? undefined
        : () =>
            this.send(Mutation.ReassignAppointment, {
              appointment_id,
              technician_id: before,
              reason: t('board.undo_reason'),
            });
    this.tell(t('board.done.reassigned', { name }), takeBack);
  }

  async reschedule(
    appointment: Appointment,
    start_local: string,
    duration_min: number,
  ): Promise<void> {
    const appointment_id = appointment.id;
    const before = appointment.start_local;
    const beforeMin = appointment.duration_min;
    const args = { appointment_id, start_local, duration_min };
    if (!this.isShown(await this.send(Mutation.RescheduleAppointment, args))) return;
    this.tell(t('board.done.rescheduled', { time: start_local.replace('T', ' ') }), () =>
      this.send(Mutation.RescheduleAppointment, {
        appointment_id,
        start_local: before,
        duration_min: beforeMin,
      }),
    );
  }

  async cancelVisit(appointment_id: string, reason: string): Promise<void> {
    if (!this.isShown(await this.send(Mutation.CancelAppointment, { appointment_id, reason })))
      return;
    this.tell(t('board.done.visit_cancelled'));
  }

  async hold(work_order_id: string, reason: string): Promise<void> {
    const hadVisit = currentAppointment(this.replica.view, work_order_id) !== undefined;
    if (!this.isShown(await this.send(Mutation.HoldWorkOrder, { work_order_id, reason }))) return;
    // Resuming brings no cancelled visit back, so with a visit there is nothing to undo.
    const undo = (): unknown => this.send(Mutation.ResumeWorkOrder, { work_order_id });
    if (hadVisit) this.tell(t('board.done.held_visit'));
    else this.tell(t('board.done.held'), undo);
  }

  async resume(work_order_id: string): Promise<void> {
    const reason = this.replica.view.get('work_order', work_order_id)?.hold_reason ?? '';
    if (!this.isShown(await this.send(Mutation.ResumeWorkOrder, { work_order_id }))) return;
    const again = reason || t('board.undo_reason');
    this.tell(t('board.done.resumed'), () =>
      this.send(Mutation.HoldWorkOrder, { work_order_id, reason: again }),
    );
  }

  async close(work_order_id: string): Promise<void> {
    if (!this.isShown(await this.send(Mutation.CloseWorkOrder, { work_order_id }))) return;
    this.tell(t('board.done.closed'));
  }

  /** Cancel, decline or reopen: a reason, and no way back but another decision. */
  async end(
    name:
      | typeof Mutation.CancelWorkOrder
      | typeof Mutation.DeclineWorkOrder
      | typeof Mutation.ReopenWorkOrder,
    work_order_id: string,
    reason: string,
  ): Promise<void> {
    if (!this.isShown(await this.send(name, { work_order_id, reason }))) return;
    this.tell(t('board.done.decided'));
  }

  async note(work_order_id: string, text: string): Promise<void> {
    const appointment = currentAppointment(this.replica.view, work_order_id);
    await this.send(Mutation.Note, {
      work_order_id,
      text,
      ...(appointment ? { appointment_id: appointment.id } : {}),
    });
    this.tell(t('board.done.noted'));
  }

  async see(fact_ids: readonly string[]): Promise<void> {
    for (const fact_id of fact_ids) await this.send(Mutation.SeeNote, { fact_id });
  }

  async strike(fact_id: string, reason: string): Promise<void> {
    await this.send(Mutation.CorrectFact, { fact_id, reason });
    this.tell(t('board.done.struck'));
  }

  private tell(text: string, undo?: () => unknown): void {
    if (!undo) {
      this.undo = null;
      toast(text);
      return;
    }
    let isDone = false;
    const once = (): void => {
      if (isDone) return;
      isDone = true;
      if (this.undo === once) this.undo = null;
      dismiss(id);
      void undo();
    };
    this.undo = once;
    const id = toast(text, { undo: once });
  }
}
