/** One line a step: what is being done, then how long it took. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  process.stdout.write(`  ${what} … `)
  try {
    const result = await work()
    const seconds = (performance.now() - began) / 1000
    process.stdout.write(seconds < 0.1 ? 'done\n' : `done in ${seconds.toFixed(1)} s\n`)
    return result
  } catch (error) {
    process.stdout.write('failed\n')
    throw error
  }
}
