/**
 * What the galleries ask for, and what makes a good page there. The Marketplace's rules are vsce's (it made the package);
 * those of Open VSX stand here, because its client checks them only on publishing: eclipse/openvsx, ExtensionValidator.
 */
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../window/support/releases.ts';
import { manifest, packaged, shipped } from './support.ts';

/** Width and height of a PNG: after its signature and the header of its first chunk. */
function pngSize(bytes: Uint8Array): [number, number] {
  assert.deepEqual([...bytes.slice(1, 4)], [...Buffer.from('PNG')]);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('The page in a gallery', () => {
  let readme: string;
  before(() => {
    readme = shipped('readme.md');
  });

  it('has an icon: a square PNG of 128 pixels or more', () => {
    const [width, height] = pngSize(packaged()[`extension/${manifest.icon}`]);
    assert.equal(width, height);
    assert.ok(width >= 128, `${width} pixels`);
  });

  it('is found by category and at most five keywords', () => {
    assert.deepEqual(manifest.categories, ['Linters', 'Machine Learning', 'Data Science']);
    assert.ok(manifest.keywords.length > 0 && manifest.keywords.length <= 5);
    assert.equal(manifest.pricing, 'Free');
  });

  it('has a banner in a colour that its text stands out from', () => {
    assert.match(manifest.galleryBanner.color, /^#[0-9a-f]{6}$/);
    assert.equal(manifest.galleryBanner.theme, 'dark');
  });

  it('says on its first line that nothing leaves the machine', () => {
    const [, first] = readme.split(/\n+/);
    assert.match(first, /^\*\*Nothing leaves your machine\.\*\*/);
  });

  it('shows pictures of this repository by full address, none of them an SVG or a badge', () => {
    const pictures = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];
    assert.ok(pictures.length > 0);
    for (const [, text, address] of pictures) {
      assert.notEqual(text, '');
      const [, path] =
        /^https:\/\/github\.com\/manylens\/manylens\/raw\/HEAD\/(.*\.png)$/.exec(address) ?? [];
      assert.ok(path !== undefined && existsSync(join(root, path)), address);
      assert.ok(statSync(join(root, path)).size <= 200_000, `${path} has more than 200 KB`);
    }
    assert.equal(manifest.badges, undefined);
  });

  it('links by full address to files that exist', () => {
    const links = [...readme.matchAll(/(?<!!)\[[^\]]*\]\(([^)]+)\)/g)].map(([, link]) => link);
    const base = 'https://github.com/manylens/manylens/blob/HEAD/';
    for (const link of links) {
      assert.match(link, /^(https:\/\/|#)/);
      if (link.startsWith(base))
        assert.ok(existsSync(join(root, link.slice(base.length).replace(/#.*/, ''))), link);
    }
  });

  it('has a changelog that knows this version, and a licence', () => {
    assert.match(shipped('changelog.md'), new RegExp(`^## ${manifest.version}$`, 'm'));
    assert.match(shipped('LICENSE.txt'), /^MIT License/);
  });

  it('keeps the rules of Open VSX', () => {
    const { name, publisher, version, license } = manifest;
    assert.match(publisher, /^[\w\-+$~]+$/);
    assert.match(name, /^[\w\-+$~]+$/);
    assert.match(version, /^\d+\.\d+\.\d+$/);
    assert.equal(license, 'MIT');
    for (const address of [manifest.homepage, manifest.bugs.url, manifest.repository.url])
      assert.equal(new URL(address).protocol, 'https:');
    const strings = JSON.parse(shipped('package.nls.json'));
    assert.ok(strings['extension.description'].length <= 2048);
  });

  it('asks for nothing that only Microsoft’s builds have', () => {
    assert.equal(manifest.enabledApiProposals, undefined);
    assert.equal(manifest.extensionDependencies, undefined);
    assert.equal(manifest.extensionPack, undefined);
    assert.equal(manifest.extensionKind, undefined);
  });
});
