/** An edit that was made on another version than the present one. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict'

  constructor(expected: number, present: number) {
    super(`edit made on version ${expected}, the project is at version ${present} now; read it again`)
  }
}
