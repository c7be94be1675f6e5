/** How each kind of history line looks. */
import Ban from '@lucide/svelte/icons/ban';
import Box from '@lucide/svelte/icons/box';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Camera from '@lucide/svelte/icons/camera';
import Check from '@lucide/svelte/icons/check';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlay from '@lucide/svelte/icons/circle-play';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import FileCheck from '@lucide/svelte/icons/file-check';
import ListChecks from '@lucide/svelte/icons/list-checks';
import MapPin from '@lucide/svelte/icons/map-pin';
import MessageSquare from '@lucide/svelte/icons/message-square';
import Navigation from '@lucide/svelte/icons/navigation';
import Package from '@lucide/svelte/icons/package';
import Pencil from '@lucide/svelte/icons/pencil';
import Phone from '@lucide/svelte/icons/phone';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Signature from '@lucide/svelte/icons/signature';
import Strikethrough from '@lucide/svelte/icons/strikethrough';
import User from '@lucide/svelte/icons/user';
import UserX from '@lucide/svelte/icons/user-x';
import Wrench from '@lucide/svelte/icons/wrench';
import X from '@lucide/svelte/icons/x';
import { Mutation } from '../../contract/mutations';
import type { Icon } from '../../ui/icon';

const ICONS: Readonly<Record<string, Icon>> = {
  [Mutation.ReportWorkOrder]: Phone,
  [Mutation.TriageWorkOrder]: ListChecks,
  [Mutation.PlaceWorkOrder]: MapPin,
  [Mutation.Note]: MessageSquare,
  [Mutation.Use]: Package,
  [Mutation.HoldWorkOrder]: CirclePause,
  [Mutation.ResumeWorkOrder]: CirclePlay,
  [Mutation.DeclineWorkOrder]: Ban,
  [Mutation.CloseWorkOrder]: FileCheck,
  [Mutation.CancelWorkOrder]: X,
  [Mutation.ReopenWorkOrder]: RotateCcw,
  [Mutation.CorrectFact]: Strikethrough,
  [Mutation.Attach]: Camera,
  [Mutation.EditWorkOrder]: Pencil,
  [Mutation.NameAsset]: Box,
  [Mutation.AnswerChecklist]: ClipboardCheck,
  [Mutation.AssignAppointment]: User,
  [Mutation.ReassignAppointment]: User,
  [Mutation.RescheduleAppointment]: CalendarClock,
  [Mutation.CancelAppointment]: X,
  [Mutation.AcceptAppointment]: Check,
  [Mutation.DeclineAppointment]: UserX,
  [Mutation.Depart]: Navigation,
  [Mutation.Arrive]: MapPin,
  [Mutation.Start]: Wrench,
  [Mutation.Pause]: CirclePause,
  [Mutation.Resume]: CirclePlay,
  [Mutation.NoShow]: UserX,
  [Mutation.Complete]: CircleCheck,
  [Mutation.CannotComplete]: RotateCcw,
  [Mutation.Sign]: Signature,
  [Mutation.RefuseToSign]: Ban,
  [Mutation.TakeSignature]: Signature,
  [Mutation.TakeRefusal]: Ban,
};

const KEY: readonly string[] = [
  Mutation.ReportWorkOrder,
  Mutation.Arrive,
  Mutation.Start,
  Mutation.Complete,
  Mutation.Sign,
  Mutation.TakeSignature,
];
const TROUBLE: readonly string[] = [
  Mutation.DeclineAppointment,
  Mutation.CannotComplete,
  Mutation.NoShow,
  Mutation.RefuseToSign,
  Mutation.TakeRefusal,
  Mutation.HoldWorkOrder,
];

export function iconOfVerb(verb: string): Icon {
  return ICONS[verb] ?? Check;
}

export function toneOfVerb(verb: string): 'plain' | 'key' | 'warning' {
  if (KEY.includes(verb)) return 'key';
  return TROUBLE.includes(verb) ? 'warning' : 'plain';
}
