/** Licences (sections 2.3 and 2.4): the board and what makes it at the left, how one was searched and who holds them below, one opened at the right. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useShallow } from 'zustand/react/shallow';
import { lostTo } from '../../store/replace-registry';
import { modelName } from '../../store/shelf';
import { currentModel } from '../../store/state';
import { useStore } from '../../store/store';
import { EmptyState } from '../../ui/EmptyState';
import { KeyIcon } from '../../ui/icons';
import { SectionLink } from '../../ui/SectionLink';
import { showBelow } from '../../ui/show-below';
import { BoardCard } from './BoardCard';
import type { Method } from './BoardCard';
import { DetailCard } from './DetailCard';
import styles from './LicencesSection.module.css';
import { LiteralCard } from './LiteralCard';
import { RegistryCard } from './RegistryCard';
import { RenewDialog } from './RenewDialog';
import { ReplaceDialog } from './ReplaceDialog';
import { SearchPath } from './SearchPath';
import { boardOf, isMissing, sameOutput } from './board-cells';
import type { Cell, Output } from './board-cells';
import { useWhileOf } from './use-while-of';

const NO_REQUESTS: readonly Output[] = [];

export default function LicencesSection() {
  const t = useTranslations('licences');
  const model = useStore(currentModel);
  const restored = useStore(state => state.restored);
  const asked = useStore(state => state.registryAsked);
  const generation = useStore(
    useShallow(state => ({
      generating: state.generating,
      progress: state.generationProgress,
      model: state.generationFor,
      requests: state.generationRequests,
      method: state.generationMethod,
      paths: state.generationPaths,
      literalResults: state.literalResults,
    })),
  );
  const actions = useStore(
    useShallow(state => ({
      setConfidences: state.setConfidences,
      generateLicences: state.generateLicences,
      cancelGeneration: state.cancelGeneration,
      renameLicence: state.renameLicence,
      revokeLicence: state.revokeLicence,
      reinstateLicence: state.reinstateLicence,
      licencePng: state.licencePng,
      licencesZip: state.licencesZip,
      exportRegistry: state.exportRegistry,
      importRegistry: state.importRegistry,
      takeRegistry: state.takeRegistry,
      leaveRegistry: state.leaveRegistry,
      notify: state.notify,
    })),
  );
  const detail = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Output | null>(null);
  const [method, setMethod] = useState<Method>('three-phase');
  /** What is made anew once that is meant. */
  const [renewing, setRenewing] = useWhileOf<readonly Output[]>(model?.parameters);

  // Who leaves the section leaves its question: a registry is not taken out of the blue on the way back.
  const { leaveRegistry } = actions;
  useEffect(() => leaveRegistry, [leaveRegistry]);

  // A search for another model goes on, but not on this one's board.
  const here = model !== undefined && generation.model?.parameters === model.parameters;
  const requests = here ? generation.requests : NO_REQUESTS;
  const progress = here ? generation.progress : null;
  const rows = useMemo(() => (model ? boardOf(model, requests, progress) : []), [model, requests, progress]);

  if (!model) {
    if (!restored) return <EmptyState title={t('looking')} />;
    return (
      <EmptyState
        icon={<KeyIcon size={28} />}
        title={t('none.title')}
        action={<SectionLink section="train">{t('none.toTrain')}</SectionLink>}
      >
        {t('none.text')}
      </EmptyState>
    );
  }

  const { registry } = model;
  const cells = rows.flat();
  const cell =
    (chosen && cells.find(candidate => sameOutput(candidate, chosen))) ??
    cells.find(candidate => candidate.licence !== null) ??
    cells[0] ??
    null;
  const search = cell ? requests.findIndex(request => sameOutput(request, cell)) : -1;
  const make = (outputs: readonly Output[], how: Method) =>
    void actions.generateLicences(
      outputs.map(output => ({ class: output.class, confidence: output.confidence })),
      how,
    );
  const issue = (wanted: readonly Cell[]) => {
    if (wanted.every(isMissing)) make(wanted, 'three-phase');
    else setRenewing(wanted);
  };
  const importFile = (file: File) => actions.importRegistry(file);

  return (
    <div className={styles.licences}>
      <BoardCard
        rows={rows}
        epsilon={registry.epsilon}
        selected={cell}
        onSelect={output => {
          setChosen(output);
          showBelow(detail.current);
        }}
        method={method}
        onMethod={setMethod}
        generating={generation.generating}
        progress={generation.progress}
        requestCount={generation.requests.length}
        otherModel={here || !generation.model ? null : modelName(generation.model)}
        onGenerate={wanted => (method === 'literal' ? make(wanted, method) : issue(wanted))}
        onCancel={actions.cancelGeneration}
      />
      <div ref={detail} className={styles.right} data-tour="licence">
        <DetailCard
          cell={cell}
          epsilon={registry.epsilon}
          generating={generation.generating}
          onGenerate={issue}
          onRename={actions.renameLicence}
          onRevoke={actions.revokeLicence}
          onReinstate={actions.reinstateLicence}
          png={actions.licencePng}
        />
      </div>
      <div className={styles.below}>
        <SearchPath
          cell={cell}
          confidences={registry.confidences}
          epsilon={registry.epsilon}
          path={generation.paths[search] ?? null}
          method={generation.method}
          progress={progress}
        />
        {method === 'literal' ? (
          <LiteralCard results={generation.literalResults} epsilon={registry.epsilon} />
        ) : (
          <RegistryCard
            parameters={model.parameters}
            registry={registry}
            rows={rows}
            imageCount={model.licences.length}
            generating={generation.generating}
            onConfidences={actions.setConfidences}
            onOpen={setChosen}
            onRevoke={actions.revokeLicence}
            onReinstate={actions.reinstateLicence}
            zip={actions.licencesZip}
            exportJson={actions.exportRegistry}
            onImport={file => void importFile(file)}
          />
        )}
      </div>
      {renewing && (
        <RenewDialog
          count={renewing.length}
          onTake={() => {
            setRenewing(null);
            make(renewing, 'three-phase');
          }}
          onClose={() => setRenewing(null)}
        />
      )}
      {asked && (
        <ReplaceDialog
          registry={asked}
          loss={lostTo(model, asked)}
          onTake={actions.takeRegistry}
          onClose={actions.leaveRegistry}
        />
      )}
    </div>
  );
}
