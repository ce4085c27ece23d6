import { defineSample } from './define.ts'
import type { Sample } from './types.ts'

export const codeSamples: readonly Sample[] = [
  defineSample({
    name: 'github.push',
    title: 'GitHub: push',
    group: 'Code',
    description: 'A push of one commit to main, with the headers that GitHub sends.',
    scheme: 'github',
    headers: (fresh) => [
      ['Accept', '*/*'],
      ['User-Agent', 'GitHub-Hookshot/044aadd'],
      ['X-GitHub-Delivery', fresh.uuid()],
      ['X-GitHub-Event', 'push'],
      ['X-GitHub-Hook-ID', fresh.digits(9)],
      ['X-GitHub-Hook-Installation-Target-ID', '186853002'],
      ['X-GitHub-Hook-Installation-Target-Type', 'repository'],
    ],
    content: (fresh) => {
      const before = fresh.hex(40)
      const after = fresh.hex(40)
      const author = { name: 'Mona Lisa', email: 'mona@github.example', username: 'Codertocat' }
      const commit = {
        id: after,
        tree_id: fresh.hex(40),
        distinct: true,
        message: 'Answer webhooks before the time-out',
        timestamp: fresh.iso(),
        url: `https://github.com/Codertocat/Hello-World/commit/${after}`,
        author,
        committer: author,
        added: [],
        removed: [],
        modified: ['README.md'],
      }
      return {
        json: {
          ref: 'refs/heads/main',
          before,
          after,
          repository: {
            id: 186853002,
            name: 'Hello-World',
            full_name: 'Codertocat/Hello-World',
            private: false,
            owner: { name: 'Codertocat', login: 'Codertocat', id: 21031067 },
            html_url: 'https://github.com/Codertocat/Hello-World',
            default_branch: 'main',
          },
          pusher: { name: 'Codertocat', email: 'mona@github.example' },
          sender: { login: 'Codertocat', id: 21031067, type: 'User' },
          created: false,
          deleted: false,
          forced: false,
          base_ref: null,
          compare: `https://github.com/Codertocat/Hello-World/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
          commits: [commit],
          head_commit: commit,
        },
      }
    },
  }),
]
