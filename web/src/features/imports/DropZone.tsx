import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.layer.css';
import { useRef } from 'react';
import styles from './imports.module.css';

interface Props {
  onFiles: (files: File[]) => void;
  busy?: boolean;
  /** A whole card that asks for files, or a slim line. */
  large?: boolean;
}

/** Takes files dragged onto the page, anywhere, or chosen with the button. */
export function DropZone({ onFiles, busy = false, large = false }: Props) {
  const { t } = useLingui();
  const choose = useRef<() => void>(null);
  const take = (files: File[]) => {
    if (files.length > 0) onFiles(files);
  };
  const inputProps = { 'aria-label': t`Files to import` } as never;
  return (
    <>
      <Dropzone.FullScreen
        withinPortal={false}
        inputProps={inputProps}
        active={!busy}
        onDrop={take}
        className={styles.full}
      >
        <p className={styles.drop}>
          <Trans>Drop the files: they are looked at first, and nothing is written yet</Trans>
        </p>
      </Dropzone.FullScreen>
      <Dropzone
        onDrop={take}
        openRef={choose}
        disabled={busy}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        className={large ? styles.zone : styles.slim}
        inputProps={inputProps}
        tabIndex={-1}
      >
        {large && (
          <>
            <p className={styles.big}>
              <Trans>Drop an export of your CRM here</Trans>
            </p>
            <p className="dim">
              <Trans>
                Of Salesforce, HubSpot or Pipedrive, or any table of your own: CSV, Excel, JSON, Parquet or calendars
                (.ics), also zipped. All files together, or the ones you have; the order does not matter.
              </Trans>
            </p>
          </>
        )}
        <Button
          size={large ? 'sm' : 'xs'}
          variant={large ? 'filled' : 'default'}
          disabled={busy}
          onClick={() => choose.current?.()}
        >
          <Trans>Choose files</Trans>
        </Button>
        {!large && (
          <span className="dim small">
            <Trans>or drop them anywhere on this page</Trans>
          </span>
        )}
      </Dropzone>
    </>
  );
}
