import { Completeness } from '../../../../components/catalog/completeness.tsx';
import { BrokenLinks, ConfirmedWords } from '../../../../components/catalog/ownership.tsx';
import { ReportLink } from '../../../../components/catalog/report-link.tsx';
import { ActionForm, Submit } from '../../../../components/ui/form.tsx';
import { Fact, Facts, Section } from '../../../../components/ui/surface.tsx';
import { linkLabel, type CatalogLink } from '../../../../lib/domain/catalog/links.ts';
import type { OwnershipView } from '../../../../lib/queries/types.ts';
import { clearReportAction, confirmServiceAction, reportLinkAction } from './ownership-actions.ts';
import { NotOurs } from './transfer-verbs.tsx';

/** Whether what a service says is still true: its team's word, what is missing, what was found broken. */
export function Ownership({ ownership }: { ownership: OwnershipView }) {
  const { service, may, reports } = ownership;
  return (
    <Section title="Still true?" plain>
      <Facts>
        <Fact name="Confirmed">
          <ConfirmedWords {...ownership} by={ownership.confirmedBy} />
        </Fact>
        <Fact name="Complete">
          <Completeness {...ownership} />
        </Fact>
        {reports.length > 0 && (
          <Fact name="Broken">
            <BrokenLinks
              reports={reports}
              clear={(report) =>
                may.clear && (
                  <ActionForm
                    action={clearReportAction.bind(null, report.id)}
                    label={`Clear the report of ${linkLabel(report.link)}`}
                  >
                    <Submit
                      tone="plain"
                      size="sm"
                      busy="Clearing…"
                      label={`Clear the report of ${linkLabel(report.link)}`}
                    >
                      Clear
                    </Submit>
                  </ActionForm>
                )
              }
            />
          </Fact>
        )}
      </Facts>
      {(may.confirm || may.disown) && (
        <div className="mt-3 flex flex-wrap gap-2">
          {may.confirm && (
            <ActionForm
              action={confirmServiceAction.bind(null, service.slug)}
              label={`Confirm ${service.name}`}
            >
              <Submit tone="plain" size="sm" busy="Confirming…">
                Ours, and right
              </Submit>
            </ActionForm>
          )}
          {may.disown && <NotOurs slug={service.slug} name={service.name} />}
        </div>
      )}
    </Section>
  );
}

/** Beside a link, for visitors: what its team would look after. A cluster's template is the administrators'. */
export function reportBeside(service: { slug: string }, visitor: boolean) {
  return function Beside(link: CatalogLink) {
    if (!visitor || link.from === 'cluster') return null;
    return (
      <ReportLink
        label={link.label}
        url={link.url}
        action={reportLinkAction.bind(null, service.slug, link.name, link.url)}
      />
    );
  };
}
