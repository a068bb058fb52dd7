import { Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';

/** What an estimate of purchases rests on: what else it expects, the parameters, whether the search for them ended. */
export function Model({ model }: { model: Schemas['Model'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const customers = format.count(model.customers);
  const repeating = format.count(model.repeating);
  const days = format.number(model.horizon ?? 0);
  const names: Record<string, string> = { bg_nbd: 'BG/NBD', gamma_gamma: 'Gamma-Gamma' };
  return (
    <div className="dim num" data-model>
      <p>
        <Trans>
          {customers} customers, {repeating} of them bought again
        </Trans>
        {model.purchases !== null && model.alive !== null && (
          <>
            {' · '}
            <Trans>
              {format.number(model.purchases)} purchases expected of each in {days} days
            </Trans>
            {' · '}
            <Trans>{format.value(model.alive, 'share', null)} will buy again</Trans>
          </>
        )}
      </p>
      {model.fits.map((fit) => (
        <p key={fit.name}>
          {names[fit.name]}: {fit.parameters.map((p) => `${p.name} ${p.value}`).join(', ')}
          {' · '}
          {fit.converged ? t`converged` : t`not converged`}
        </p>
      ))}
    </div>
  );
}
