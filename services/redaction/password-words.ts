const list = (words: string): readonly string[] => words.trim().split(/\s+/);

/** Words that say what a password is like, and are none: "mi contraseña es muy vieja". */
const DESCRIPTIONS = list(`
  a al algo ahora algun alguna anterior antigua aun bastante buena cierta como complicada con correcta corta cual
  cuando de debil del desde demasiado diferente dificil distinta donde el ella en entonces es esa ese esta este esto
  facil falsa igual incorrecta incorrecto invalida invalido la larga las le lo los mala mal malo mas me mi mia mio mis
  misma mismo muy necesaria ni no nueva nuevo nunca o u obligatoria olvidada otra otro para pero personal por porque
  publica que rechazada requerida secreta segura si sin solo su sus tambien tan tengo todavia tu tus un una unica
  unico urgente valida valido vencida vieja ya y e aceptada bloqueada cambiada caducada expirada equivocada erronea
  privada temporal provisional indispensable importante problema requisito requisitos duda pregunta culpa an the not
  my your wrong old new correct incorrect invalid expired required needed too very different same weak strong already
  good right bad missing safe still never always only just forgotten lost empty full visible hidden being in on for what which confidencial
  obligatorio enviada guardada cualquiera nula generada creada borrada robada reseteada recuperada restablecida
  desconocida inexistente vigente activa inactiva compartida insegura sencilla imposible posible necesario vacia
  numerica alfanumerica ajena propia tuya suya nuestra mejor peor
`);

/** Words that come right after "contraseña" where something is said of it: "mi contraseña marca error". */
const FOLLOWERS = list(`
  pin internet telefono celular linea vencimiento robo extravio extravie caducidad expiracion hackeo motivos funciona funcionan funciono funcionaba sirve sirven sirvio servia abre abren abrio entra entran entro entrar jala
  jalan marca marcan marcaba marco sale salen salia salio dice dicen decia aparece aparecen estaba estan fue fueron
  era eran sera ha han he habia hay haya hace hizo hacer queda quedo quedaba tiene tienen tenia tuve tener lleva
  llevan llevar llevaba pide piden pedia pidio pidieron debe deben debia deberia puede pueden podria puedo pude poder
  caduco caduca caducaron vencio vence vencieron expiro expira acepta aceptan acepto coincide coinciden cambio cambie
  cambia cambiar cambiarla cambiaron perdio perdi perder olvide olvido olvidaron olvidarla recuerdo recuerda recuerde
  acuerdo acuerda recuperar recuperarla recuperacion recupero recupere restablecer restablecerla restablecimiento
  resetear reestablecer crear crearla creo cree genero generar genera pongo puse puso poner ponerla pone ponga uso use
  usar usa usaba usarla utilizar llego llega llegan llegara llegue llegado mandaron manden mandan mandar envian
  enviaron enviar envie dieron dio dan dar daran darme da daba deja dejaba robaron quitaron hackearon hackeada perdida
  bloqueo bloquearon bloquea necesito necesita necesitan quiero quisiera quiere solicito solicitar solicita pido
  requiere requieren contiene contenga contener permite permiten permitidos rechaza rechazaron rechazo reconoce
  reconocen guarda guardo guardan guardado borro borrar escribo escribi escribir escribe escriba escrita tecleo
  teclear ingreso ingresar ingresa ingrese ingresada meto meter sabe sabia saber se sigue siguen siendo paso pasa
  pasan pasar va van voy vale existe existia corresponde elijo elegir elige eligio tecnica debo tienes puedes sabes
  quieres inicial original actual actuales asignada registrada registrado nuevas viejas anteriores mias incorrectas
  validas diferentes distintas iguales segun conforme ayuda ayudame ayudeme ayudenme auxilio gracias hola favor
  porfavor porfa plis senorita senor senora joven disculpe disculpa perdon oye oiga amigo urge hoy ayer manana antes
  despues luego siempre jamas tampoco ademas asi mientras hasta entre sea sean vez veces aqui ahi alla alli bien listo
  ok cosa nada todo todos cada muchas varias tres dos ocho tantas caracteres caracter mayusculas mayuscula minusculas
  minuscula numeros numero letras letra simbolos simbolo signos especiales especial espacios guiones politica
  politicas minimo minima maximo longitud seguridad formulario campo casilla liga link enlace pagina web sitio sistema
  plataforma aplicacion app portal cuenta cuentas correo correos mail email electronico usuario usuarios acceso impi
  pase icsoe imss sat saed casetas caseta tag telepeaje marcas patentes capturista registro tramite codigo curp rfc
  cliente clientes efirma fiel firma key cer archivo archivos llave interbancaria catastral elector lada ine error
  errores mensaje problemas dudas preguntas intento intentos dia dias mes meses ano anos semana semanas minuto minutos
  horas tiempo gmail hotmail outlook google facebook whatsapp windows corporativo corporativa empresa ante contra bajo
  sobre nos les te yo ellos usted ustedes nosotros soy somos estoy tenemos podemos queremos hemos ver veo vi aparecer
  muestra mostrar confirmar confirmo confirma repetir repite repito validar verificar reset recovery recover doesnt
  doesn isnt isn wont won cant cannot can has have had does did do should must may will would works working work field
  form page account user username manager generator password and or to of at with from by it that this when because
  but is was again please help thanks requirements rules policy policies change changed changing forgot here there now
  i we you they need want get got keep keeps characters letters numbers login sent contrasena contrasenia clave nip
  dura duran durar tarda viaja viajan comun son takes travel own any let digital yet together away out typed refused
  created saved saves twice first behind hash phrase after before goes used are were rule hint second reseteo
  reposicion actualizacion renovacion solicitud generacion creacion reenvio asunto tema caso olvidado sustitucion baja
  alta recibida danada eliminada revocada suspendida desactivada inhabilitada repetida usada definida establecida
  configurada entregada asigno asignaron distingue distinguen ciec iave termina terminan empieza empiezan coincidia
`);

const described: ReadonlySet<string> = new Set(DESCRIPTIONS);
const following: ReadonlySet<string> = new Set([...DESCRIPTIONS, ...FOLLOWERS]);

/** After "es": a word about the password, and not the password. */
export const isDescription = (word: string): boolean => described.has(foldWord(word));

/** Right after "contraseña" itself. */
export function isTalk(word: string): boolean {
  const folded = foldWord(word);
  if (folded === '') return false;
  // "viejos": several are written as one is, but "secreto" is no "secreta".
  const one = folded.replace(/s$/, '');
  const forms = one === folded ? [folded] : [folded, one, one.replace(/o$/, 'a')];
  const known = folded.length < 3 || forms.some((form) => following.has(form));
  return known || /(?:ó|rá|rán)$/u.test(bareOf(word));
}

/** Small letters without marks and accents. */
export const foldWord = (word: string): string =>
  /^[a-z]*$/.test(word) ? word : bareOf(word.normalize('NFD').replace(/\p{M}/gu, ''));

const bareOf = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
