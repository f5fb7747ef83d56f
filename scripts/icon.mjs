// Renders media/logo.svg to media/icon.png: the marketplace takes no SVG. Usage: node scripts/icon.mjs
import { readFileSync } from 'node:fs';
import { launchChromium } from '../test/window/support/chromium.ts';

const size = 256;
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: size, height: size } });
const svg = readFileSync('media/logo.svg', 'utf8');
await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`);
await page.screenshot({ path: 'media/icon.png', omitBackground: true });
await browser.close();
