/** "C" for the third column, as spreadsheets name it. @param index from 0 */
export function columnLetters(index: number): string {
  let letters = "";
  for (let left = index + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters;
}

/** "C17" for the third cell of row 17. @param index of the column, from 0 @param row from 1 */
export const cellAddress = (index: number, row: number): string => `${columnLetters(index)}${row}`;
