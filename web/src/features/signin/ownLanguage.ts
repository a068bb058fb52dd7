/** Tells the server the language of these pages, which may be another one than the browser's: that of mails. */
export const ownLanguage = () => ({ 'Accept-Language': document.documentElement.lang });
