import type { Schemas } from '../../../api/client.ts';
import { accessReasons } from './access.ts';
import { conditionReasons } from './conditions.ts';
import { fileReasons } from './files.ts';
import { numberReasons } from './numbers.ts';
import { requestReasons } from './requests.ts';
import type { Say } from '../say.ts';
import { signinReasons } from './signin.ts';

export { terms } from './terms.ts';

// A code of the API that has no words here, or words for a code that is gone, do not compile.
export const sentences = (): Record<Schemas['ReasonCode'], Say> => ({
  ...fileReasons(),
  ...numberReasons(),
  ...requestReasons(),
  ...accessReasons(),
  ...conditionReasons(),
  ...signinReasons(),
});
