'use strict';

const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const { Updater } = require('tuf-js');
const { version } = require('tuf-js/package.json');

// An Updater is made for one update: its reference time is that of its making, so it is set before anything is read.
function updater({ state, metadata, targets, now }) {
  const made = new Updater({
    metadataDir: path.join(state, 'metadata'),
    metadataBaseUrl: metadata.replace(/\/$/, ''),
    targetDir: path.join(state, 'targets'),
    targetBaseUrl: targets.replace(/\/$/, ''),
    config: { fetchRetry: 0, fetchTimeout: 10000 },
  });
  if (!(made.trustedSet.referenceTime instanceof Date)) {
    throw new Error('This version of tuf-js keeps its reference time elsewhere');
  }
  made.trustedSet.referenceTime = new Date(now);
  return made;
}

const answers = {
  async update(request) {
    const client = updater(request);
    await client.refresh();
    return { root: client.trustedSet.root.signed.version, targets: client.trustedSet.targets.signed.version };
  },
  async target(request) {
    const found = await updater(request).getTargetInfo(request.name);
    return found ? { length: found.length, sha256: found.hashes.sha256 } : {};
  },
  async download(request) {
    const client = updater(request);
    const found = await client.getTargetInfo(request.name);
    return { file: await client.downloadTarget(found) };
  },
};

function say(answer) {
  fs.writeSync(1, JSON.stringify(answer) + '\n');
}

async function main() {
  say({ version });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    try {
      say(await answers[request.do](request));
    } catch (error) {
      say({ refused: `${error.constructor.name}: ${error.message}` });
    }
  }
}

main();
