/**
 * How long a service that answers at once would need at the least for so many documents: frames of thirty,
 * forty of them at once and forty more each full minute, and the answer to the last one.
 */
export function floorMilliseconds(documents: number, latencyMilliseconds: number): number {
  const frames = Math.ceil(documents / DOCUMENTS_A_FRAME)
  const minutes = Math.ceil(frames / FRAMES_A_MINUTE) - 1
  return Math.max(0, minutes) * 60_000 + latencyMilliseconds
}

const DOCUMENTS_A_FRAME = 30
const FRAMES_A_MINUTE = 40
