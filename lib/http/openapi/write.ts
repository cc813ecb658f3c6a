/** `npm run openapi`: writes the description that is checked in. */
import { writeFile } from 'node:fs/promises';
import { openApiText } from './document.ts';

await writeFile(new URL('openapi.json', import.meta.url), openApiText());
