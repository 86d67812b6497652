/**
 * Something that is lent to one reader at a time, and meanwhile must not change.
 *
 * @module
 */

/** See the module. */
export class Lending {
  #loan: Promise<unknown> | undefined;

  /** Whether it is lent. */
  get isLent(): boolean {
    return this.#loan !== undefined;
  }

  /** Waits for the end of the loan, if there is one; another may have begun then. */
  async end(): Promise<void> {
    await this.#loan;
  }

  /** Lends it as long as `use` works, as soon as nobody else has it. */
  async lend<T>(use: () => Promise<T>): Promise<T> {
    while (this.isLent) await this.end();
    const loan = use();
    this.#loan = loan.catch(() => {}).finally(() => this.#loan = undefined);
    return await loan;
  }

  /**
   * Refuses what must not be done meanwhile.
   *
   * @param what Such as "add cases"
   * @throws {Error} while it is lent
   */
  refuse(what: string): void {
    if (this.isLent) {
      throw new Error(`Cannot ${what}: a batch is being searched; await it first`);
    }
  }
}
