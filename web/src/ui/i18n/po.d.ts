declare module '*.po?people' {
  import type { Messages } from '@lingui/core';
  export const messages: Messages;
}
declare module '*.po?sentences' {
  import type { Messages } from '@lingui/core';
  export const messages: Messages;
}
declare module '*.po' {
  import type { Messages } from '@lingui/core';
  export const messages: Messages;
}
