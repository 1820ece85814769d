import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { RefusedError } from './refusal.ts'

export type GuardOptions = {
  /** What opens the server, made at random when it starts. */
  readonly token: string
  /** The address that it listens on, such as 127.0.0.1 or 0.0.0.0. */
  readonly host: string
}

/**
 * Lets only the page through that this server opened:
 *
 * - the Host header is this machine by its address. A page elsewhere can make its own name mean 127.0.0.1 (DNS
 *   rebinding), but it cannot change the name that the browser sends
 * - a request that changes something, or comes by a script, does not come from a page of another origin
 * - the token: once in the address, from then on in a cookie that no script can read and no other site can use; or
 *   as a bearer token, for programs
 */
export function guard({ token, host }: GuardOptions): MiddlewareHandler {
  return async (c, next) => {
    const authority = c.req.header('host') ?? new URL(c.req.url).host
    if (!isOurs(authority, host))
      throw new RefusedError(
        421,
        'host',
        `host "${authority}" is not this server; use the address that dextr annotate printed`,
      )
    const origin = c.req.header('origin')
    if (origin !== undefined && origin !== `http://${authority}`)
      throw new RefusedError(403, 'origin', `origin "${origin}" may not use this server`)
    const site = c.req.header('sec-fetch-site')
    const isPage = c.req.method === 'GET' && c.req.path === '/'
    if (!isPage && site !== undefined && site !== 'same-origin' && site !== 'none')
      throw new RefusedError(403, 'origin', `a page of another site may not use this server`)

    // Browsers share cookies among the ports of a machine; each server has its own.
    const cookie = `dextr-${authority.match(/:(\d+)$/)?.[1] ?? 80}`
    const inAddress = isPage ? c.req.query('token') : undefined
    if (inAddress !== undefined && same(inAddress, token)) {
      setCookie(c, cookie, token, { path: '/', httpOnly: true, sameSite: 'Strict' })
      return c.redirect('/', 303) // without the token in the address, which gets into histories and pictures
    }
    const [, bearer] = (c.req.header('authorization') ?? '').match(/^Bearer (.+)$/) ?? []
    if (!same(bearer ?? getCookie(c, cookie) ?? '', token)) return refuse(c)
    return next()
  }
}

function refuse(c: Context): Response {
  const message = 'open the address that dextr annotate printed: it holds the token that opens the page'
  if (c.req.path.startsWith('/api/')) throw new RefusedError(401, 'token', message)
  return c.text(`dextr: ${message}\n`, 401)
}

/** Without telling by its time how much of it is right. */
function same(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A name other than localhost is never taken, whatever it means: rebinding needs a name. */
function isOurs(authority: string, host: string): boolean {
  const name = authority.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  if (name === host || name === 'localhost' || name === '127.0.0.1' || name === '::1') return true
  return (host === '0.0.0.0' || host === '::') && isIP(name) !== 0
}
