import { Plus } from 'lucide-react';
import { Badge, Pill, Status, type Tone } from '../../components/ui/badge.tsx';
import type { ButtonTone } from '../../components/ui/button-class.ts';
import { Button, ButtonLink } from '../../components/ui/button.tsx';
import { CopyButton } from '../../components/ui/copy-button.tsx';
import { DialogButton } from '../../components/ui/dialog-button.tsx';
import { FilterBar } from '../../components/ui/filter-bar.tsx';
import { Checks, SelectField, Submit, TextArea, TextField } from '../../components/ui/form.tsx';
import { Panel } from '../../components/ui/surface.tsx';
import { Chapter, Row, Sample } from './chapter.tsx';
import { Popups } from './popups.tsx';
import { SampleForm } from './sample-form.tsx';

const TONES: ButtonTone[] = ['primary', 'plain', 'danger', 'quiet'];
const STATES: Tone[] = ['neutral', 'info', 'ok', 'warn', 'bad'];

/** Buttons, fields, popups, in each of their states. */
export function Controls() {
  return (
    <Chapter
      id="controls"
      title="Controls"
      intro="The browser’s own control where it is the better one: selects up to twenty choices, dialogs, disclosures. Base UI where a popup is hard to get right, loaded when somebody reaches for it."
    >
      <div className="grid gap-8 lg:grid-cols-2">
        <Sample title="Buttons: one primary on a page">
          <Panel className="grid gap-3">
            {(['md', 'sm'] as const).map((size) => (
              <Row key={size}>
                {TONES.map((tone) => (
                  <Button key={tone} tone={tone} size={size}>
                    {tone === 'primary' && <Plus aria-hidden className="size-4" />}
                    {tone}
                  </Button>
                ))}
              </Row>
            ))}
            <Row>
              <Button disabled>disabled</Button>
              <Button tone="primary" aria-disabled>
                under way…
              </Button>
              <ButtonLink href="/design#controls">a link</ButtonLink>
              <CopyButton text="berth" label="Copy a word" />
            </Row>
          </Panel>
        </Sample>
        <Sample title="States in words, with a colour beside them">
          <Panel className="grid gap-3.5">
            <Row>
              {STATES.map((tone) => (
                <Badge key={tone} tone={tone}>
                  {tone}
                </Badge>
              ))}
            </Row>
            <Row>
              {STATES.map((tone) => (
                <Pill key={tone} tone={tone} busy={tone === 'info'}>
                  {tone}
                </Pill>
              ))}
            </Row>
            <Row>
              {STATES.map((tone) => (
                <Status key={tone} tone={tone} busy={tone === 'info'}>
                  {tone}
                </Status>
              ))}
            </Row>
          </Panel>
        </Sample>
      </div>
      <Popups />
      <div className="grid gap-8 lg:grid-cols-2">
        <Sample title="Fields">
          <Panel>
            <SampleForm answer="saved" label="Sample of fields" className="grid gap-4">
              <TextField name="text" label="Name" hint="What it is called." defaultValue="ledger-prod" />
              <TextField name="empty" label="Contact" optional placeholder="name@example.com" />
              <SelectField
                name="one"
                label="Environment"
                options={[
                  { value: 'development', label: 'Development' },
                  { value: 'production', label: 'Production' },
                ]}
              />
              <TextArea name="long" label="Reason" rows={2} />
              <Checks
                name="some"
                legend="What it may do"
                options={[
                  { value: 'read', label: 'Read', hint: 'what you may see', checked: true },
                  { value: 'write', label: 'Write', hint: 'ask and change as you' },
                ]}
              />
              <div>
                <Submit busy="Saving…">Save</Submit>
              </div>
            </SampleForm>
          </Panel>
        </Sample>
        <div className="grid content-start gap-8">
          <Sample title="A form that was refused: nothing typed is lost, the first bad field has the focus">
            <Panel>
              <SampleForm answer="refused" label="Sample of a refusal" className="grid gap-4">
                <TextField name="name" label="Name" idPrefix="refused" defaultValue="Ledger Prod" />
                <div>
                  <Submit busy="Saving…">Save and be refused</Submit>
                </div>
              </SampleForm>
            </Panel>
          </Sample>
          <Sample title="Dialog: a destructive act is explained, and typed">
            <DialogButton label="Delete…" title="Delete ledger-prod" tone="danger">
              <SampleForm answer="saved" label="Sample of a deletion" className="grid gap-4">
                <p>
                  Everything in <strong>ledger-prod</strong> is deleted: workloads, configuration, and the
                  data of its volumes. It can’t be undone.
                </p>
                <TextField name="confirm" label="Type ledger-prod to confirm" idPrefix="delete" />
                <div>
                  <Submit tone="danger" busy="Deleting…">
                    Delete namespace
                  </Submit>
                </div>
              </SampleForm>
            </DialogButton>
          </Sample>
          <Sample title="Search and filters: the address holds them">
            <FilterBar
              path="/design"
              search={{ label: 'Search samples', placeholder: 'Name or owner', value: '' }}
              filters={[
                {
                  name: 'sample',
                  label: 'State',
                  value: '',
                  options: [{ value: 'ready', label: 'Ready' }],
                },
              ]}
            />
          </Sample>
        </div>
      </div>
    </Chapter>
  );
}
