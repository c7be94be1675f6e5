/** Tone and icon of each state and grade, the same on every face. */
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import Ban from '@lucide/svelte/icons/ban';
import Calendar from '@lucide/svelte/icons/calendar';
import Check from '@lucide/svelte/icons/check';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import FileCheck from '@lucide/svelte/icons/file-check';
import Hourglass from '@lucide/svelte/icons/hourglass';
import List from '@lucide/svelte/icons/list';
import MapPin from '@lucide/svelte/icons/map-pin';
import Navigation from '@lucide/svelte/icons/navigation';
import QrCode from '@lucide/svelte/icons/qr-code';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Search from '@lucide/svelte/icons/search';
import Signature from '@lucide/svelte/icons/signature';
import User from '@lucide/svelte/icons/user';
import UserX from '@lucide/svelte/icons/user-x';
import Wrench from '@lucide/svelte/icons/wrench';
import X from '@lucide/svelte/icons/x';
import type { AppointmentState, WorkOrderState } from '../../contract/enums';
import type { Icon } from '../icon';
import type { Tone } from './tone';

export interface Look {
  readonly tone: Tone;
  readonly icon: Icon;
}

export const ORDER_LOOK: Record<WorkOrderState, Look> = {
  reported: { tone: 'neutral', icon: QrCode },
  triaged: { tone: 'neutral', icon: List },
  assigned: { tone: 'primary', icon: User },
  accepted: { tone: 'primary', icon: Check },
  surveying: { tone: 'info', icon: Search },
  plan_pending: { tone: 'warning', icon: Hourglass },
  approved: { tone: 'info', icon: BadgeCheck },
  in_repair: { tone: 'info', icon: Wrench },
  done: { tone: 'success', icon: CircleCheck },
  confirmed: { tone: 'success', icon: Signature },
  closed: { tone: 'dashed', icon: FileCheck },
  on_hold: { tone: 'warning', icon: CirclePause },
  cancelled: { tone: 'dashed', icon: X },
  declined: { tone: 'dashed', icon: Ban },
};

export const REWORK_LOOK: Look = { tone: 'error', icon: RotateCcw };

export const VISIT_LOOK: Record<AppointmentState, Look> = {
  scheduled: { tone: 'neutral', icon: Calendar },
  dispatched: { tone: 'primary', icon: User },
  accepted: { tone: 'primary', icon: Check },
  en_route: { tone: 'info', icon: Navigation },
  on_site: { tone: 'info', icon: MapPin },
  working: { tone: 'info', icon: Wrench },
  paused: { tone: 'warning', icon: CirclePause },
  completed: { tone: 'success', icon: CircleCheck },
  cannot_complete: { tone: 'warning', icon: RotateCcw },
  no_show: { tone: 'warning', icon: UserX },
  cancelled: { tone: 'dashed', icon: X },
};
