'use client';
import { useId, useRef, useState } from 'react';
import { TextField } from '../ui/form.tsx';

type Choice = { slug: string; name: string };

/** Waits for a pause in typing, ms. */
const PAUSE = 150;

/** Names a team by its short name; offers those that fit what is typed. Sends `toTeam`. */
export function TeamField({
  label,
  hint,
  idPrefix,
  optional = false,
}: {
  label: string;
  hint: string;
  idPrefix: string;
  optional?: boolean;
}) {
  const list = useId();
  const [choices, setChoices] = useState<Choice[]>([]);
  const turn = useRef(0);
  async function offer(typed: string): Promise<void> {
    const mine = (turn.current += 1);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (mine !== turn.current || typed.trim() === '') return;
    const answer = await fetch(`/api/v1/teams?limit=8&q=${encodeURIComponent(typed)}`, {
      headers: { accept: 'application/json' },
    }).catch(() => null);
    if (answer?.ok !== true || mine !== turn.current) return;
    setChoices(((await answer.json()) as { rows: Choice[] }).rows);
  }
  return (
    <>
      <TextField
        name="toTeam"
        label={label}
        hint={hint}
        idPrefix={idPrefix}
        optional={optional}
        required={!optional}
        spellCheck={false}
        list={list}
        onInput={(event) => void offer(event.currentTarget.value)}
      />
      <datalist id={list}>
        {choices.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
