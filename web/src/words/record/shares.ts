/** Fields that hold a share between 0 and 1, which people read and write in percent. */
export const isShare = (field: string): boolean => field === 'probability' || field.endsWith('.probability');
