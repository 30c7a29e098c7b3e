/** `j•••@correo.mx`: enough for its owner to recognise, too little for anybody else. Shown after a complete proof only. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '' : `${address.slice(0, 1)}•••${address.slice(at)}`;
}
