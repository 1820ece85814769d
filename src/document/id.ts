import * as v from 'valibot'

/** Names an image, an object or a class for ever: twelve characters from 0-9 and a-z, made at random. */
export type Id = string

const characters = '0123456789abcdefghijklmnopqrstuvwxyz'
const length = 12

// No property that every object has is twelve lower-case letters long: ids are safe as keys of plain objects.
export const idSchema = v.pipe(
  v.string(),
  v.regex(/^[0-9a-z]{12}$/, 'an id of twelve characters from 0-9 and a-z'),
)

/** A new id; two alike are to be expected after some billions. */
export function newId(): Id {
  let id = ''
  // A call takes long, whatever it gives: one is enough for nearly every id, of which 10,000 may be made at once.
  while (id.length < length)
    // 252 is the last multiple of 36 in a byte: so every character is as likely as the others.
    for (const byte of crypto.getRandomValues(new Uint8Array(length + 4)))
      if (byte < 252 && id.length < length) id += characters[byte % characters.length]
  return id
}

/** Several ids, each once. */
export const idsSchema = v.pipe(
  v.array(idSchema),
  v.check(ids => new Set(ids).size === ids.length, 'every id once'),
)
