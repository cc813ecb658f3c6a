'use client';
import { Copy, ScrollText, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { MenuButton } from '../../components/ui/menu-button.tsx';
import { Picker } from '../../components/ui/picker.tsx';
import { Panel } from '../../components/ui/surface.tsx';
import { toast } from '../../components/ui/toast.ts';
import { Row, Sample } from './chapter.tsx';

const PORTS = ['Aarhus', 'Bergen', 'Esbjerg', 'Gdynia', 'Kiel', 'Oslo', 'Riga', 'Turku'];
const MANY = ['North', 'South', 'East'].map((quay) => ({
  label: `${quay} quay`,
  items: PORTS.map((port) => ({ value: `${quay}-${port}`, label: `${port} ${quay.toLowerCase()}` })),
}));
const FEW = [{ label: '', items: PORTS.map((port) => ({ value: port, label: port })) }];

/** What opens over the page. */
export function Popups() {
  const [few, setFew] = useState('Oslo');
  const [many, setMany] = useState('East-Oslo');
  return (
    <Sample title="Popups: choice, menu, tooltip, toast">
      <Panel className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <div>
          <label id="few-label" htmlFor="few" className="mb-1 block font-medium">
            A few choices
          </label>
          <Picker
            id="few"
            labelId="few-label"
            label="A few choices"
            name="few"
            value={few}
            groups={FEW}
            onChange={setFew}
          />
        </div>
        <div>
          <label id="many-label" htmlFor="many" className="mb-1 block font-medium">
            Many choices
          </label>
          <Picker
            id="many"
            labelId="many-label"
            label="Many choices"
            name="many"
            value={many}
            groups={MANY}
            onChange={setMany}
          />
        </div>
        <div className="flex flex-col justify-end">
          <Row>
            <MenuButton
              label="More about ledger-prod"
              entries={[
                { label: 'Audit', href: '/audit', icon: <ScrollText aria-hidden /> },
                { label: 'Copy its name', act: () => undefined, icon: <Copy aria-hidden /> },
                { label: 'Delete…', act: () => undefined, danger: true, icon: <Trash2 aria-hidden /> },
              ]}
            />
            <Button data-tip="It says what the button’s own name says">Tooltip</Button>
            <Button
              onClick={() =>
                toast({
                  tone: 'ok',
                  title: 'The change was made',
                  text: 'Generation 4 is on its way to harbor-prod.',
                  link: { href: '/design#states', label: 'Look at it' },
                })
              }
            >
              Toast
            </Button>
          </Row>
        </div>
      </Panel>
    </Sample>
  );
}
