import { area } from './area';

export const login = area(
  {
    'login.title': '登录',
    'login.board_title': '登录调度台',
    'login.name': '登录名',
    'login.password': '密码',
    'login.device': '这部手机叫什么',
    'login.device_hint': '比如“王师傅的红米”，丢了好停用',
    'login.submit': '登录',
    'login.by_code': '扫管理员给的二维码',
    'login.by_code_hint': '扫一次就行，不用记密码',
    'login.offline': '第一次登录要有信号',
    'login.busy': '正在登录',
  },
  {
    'login.title': 'Sign in',
    'login.board_title': 'Sign in to dispatch',
    'login.name': 'Login',
    'login.password': 'Password',
    'login.device': 'Name of this phone',
    'login.device_hint': 'For example “Wang’s Redmi”, so that it can be blocked when lost',
    'login.submit': 'Sign in',
    'login.by_code': "Scan the administrator's QR code",
    'login.by_code_hint': 'Once is enough, no password to remember',
    'login.offline': 'The first sign-in needs a signal',
    'login.busy': 'Signing in',
  },
);
