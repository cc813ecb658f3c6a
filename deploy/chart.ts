// The guardrail bundle as a Helm chart. Its templates are the bundle's objects as they are, for the values the chart was written with:
// policies can't be half installed by a condition in a template, and what is read is what is installed. Other values, another chart.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import {
  BUNDLE_VERSION,
  bundleValuesSchema,
  renderBundle,
  type BundleValues,
} from '../lib/domain/bundle/index.ts';
import { toYaml, type KubernetesObject } from '../lib/domain/render/index.ts';

/** A file of the chart: its path inside it, and its text. */
interface ChartFile {
  path: string;
  text: string;
}

const VALUES_HEAD = `# The values that this chart was written with. Its templates hold no conditions: to change a value, write the chart anew with
#   npm run --silent bundle -- --chart DIR --values values.yaml
# What each value means: deploy/README.md, and values.schema.json.
`;

/** The chart's files. Throws zod's error for values that aren't valid; throws for an object that Helm would take for a template. */
export function chartFiles(values: BundleValues = {}): ChartFile[] {
  const full = bundleValuesSchema.parse(values);
  const chart = {
    apiVersion: 'v2',
    name: 'berth-guardrails',
    description:
      "Berth's guardrail bundle: tenant roles and admission policies, installed once by a cluster administrator.",
    type: 'application',
    version: BUNDLE_VERSION,
    appVersion: BUNDLE_VERSION,
    // ValidatingAdmissionPolicy is stable since 1.30, MutatingAdmissionPolicy since 1.36.
    kubeVersion: full.mutating ? '>=1.36.0-0' : '>=1.30.0-0',
  };
  const templates = renderBundle(values).map((object, index): ChartFile => {
    const text = toYaml([object]);
    if (text.includes('{{')) throw new Error(`Helm would take ${fileName(object, index)} for a template`);
    return { path: `templates/${fileName(object, index)}`, text };
  });
  return [
    { path: 'Chart.yaml', text: stringify(chart, { lineWidth: 0 }) },
    { path: 'values.yaml', text: VALUES_HEAD + stringify(full, { lineWidth: 0 }) },
    {
      path: 'values.schema.json',
      text: `${JSON.stringify(z.toJSONSchema(bundleValuesSchema, { io: 'input' }), null, 2)}\n`,
    },
    ...templates,
  ];
}

/** Writes the chart into a folder that it owns: templates of an earlier version are gone. Throws what the file system throws. */
export function writeChart(folder: string, values: BundleValues = {}): void {
  const files = chartFiles(values);
  rmSync(path.join(folder, 'templates'), { recursive: true, force: true });
  for (const file of files) {
    const target = path.join(folder, file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, file.text);
  }
}

// Numbered, so that a listing shows them in the order they are applied.
function fileName({ kind, metadata }: KubernetesObject, index: number): string {
  const name = [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('-');
  return `${String(index + 1).padStart(2, '0')}-${name.toLowerCase().replace(/[^a-z0-9.-]+/g, '-')}.yaml`;
}
