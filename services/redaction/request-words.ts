const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words of commands; nobody should have one of them for a password, and one who has will be refused it. */
export const COMMAND_WORDS = words(`
  atras regresar regresa volver anterior cancelar cancela salir terminar ayuda ayudame agente humano persona asesor
  menu inicio reiniciar empezar de nuevo si no claro ok gracias hola por favor porfa quiero hablar con alguien un una
  el la mi me se entiendo le nada puedo ya seguir continuar esperar espera momento cambiar corregir correo curp back
  cancel help agent yes english espanol ingles en tengo e firma efirma fiel donde que como cual cuando hago contrasena
  password paso pagina sirve funciona abre aparece formulario liga enlace codigo llego reenviar quisiera necesito i
  have my the to a an don t do not talk person human someone without start over again leave stop exit restart resend
  send code correct change email please want need spanish in go on step previous understand numero cliente olvide pase
  del tag number forgot listo form
`);

/** Two of these, or one with a word of a command, are said to us: "otro link", "es fraude". One alone might be a password. */
export const PAIR_WORDS = words(`
  mandame manda mandeme mande enviame envia envieme dame deme pasame give link otro otra another new vez seguro segura
  safe vencio expiro caduco expired does doesn work works abrio abren abrir veo ver sale salio carga cargo entrar
  entro entra escribo pongo confio fraude estafa miedo es esto esta eso eres quien oficial real robot gratis is it
  this who are you scam fraud afraid ready done duda pregunta dudas preguntas auxilio disculpa disculpe perdon buenas
  buenos tardes dias noches opciones para error errores sigo sigue esperando trabo trabado atoro atore congelo bloqueo
  bloqueado cierra cerro borro perdi tarda cuanto alguna algo puede pueden quede quedo
`);

/**
 * Words in which people say what keeps them at a secure field: a slip, a lost file, a doubt. Three words, all of them
 * known, are a sentence. Things that passwords are made of (animals, flowers, colours, names) are not among them.
 */
export const STORY_WORDS = words(`
  acuerdo aqui archivo archivos aun bien bueno buscar busco caduca caducado caducada cel celular cer certificado clave
  compu compre computadora consigo creo cuenta da deja descargar elegir eleji eligio encontrar encuentra encuentro
  equivocado equivoque era espereme esperame estan estoy este estos equivocada escribi escribir firmar formato guarde
  hace hacer hice hijo hija internet key laptop lado linea llave llega llegue lo los mal mandar mas minuto minutos mio
  mia mis mucho muy navegador ni nueva nunca olvidado olvidaba olvido orita ahorita pedi pena perder perdido perdida
  permite pide poner ponerla ponerlo privada pues puse queria quiere recuerdo renovar revisar rato sat seguridad
  sistema sobre solo subi subir tablet tambien tantito tarde te telefono tenia toda todavia todo todos tramite traigo
  trabajo usar usb uso va vencida vencido vieja viejo vence yo mama papa esposo esposa contador contadora oficina casa
  y o pero porque aunque lost forgotten where file files computer phone scared remember find wrong made mistake that
  of was with web whatsapp teams dispositivo aparato continue move device dieron dio dan dijeron dice dicen dijo piden
  pidio pidieron mandaron mandan llegaron enviaron ese esa esos esas aquel estas ellos ella nadie ninguno ninguna
  nuestro nuestra su sus tu tus les nos he ha han hay habia haber sido ser soy somos son seria sea fue estar estaba
  tener tiene tienen tienes tuve debe deben debo deberia puedes podria podrian quieres saber sabe sabes decir digo
  diga dime digame explica explicas hacen haces haga hacerlo hacerle responder contestar contesta responde escribe
  escriba escribirla escribirlo escribes pones pone meter meto metes teclear tecleo ingresar ingreso llenar lleno
  aparecen abrirlo abrirla cargan cargar salen apareceria bloqueada congelada trabada atorado atorada lento lenta
  tardar falla fallo fallando falta faltan siguiente ahora antes despues luego siempre jamas hoy ayer manana dia horas
  hora semana mes anos ano vigente vigentes nuevamente primera primero segundo ultima ultimo ambos dos tres cada algun
  otros otras mismo misma mismos mismas distinto distinta diferente igual mejor peor posible imposible necesario
  necesaria obligatorio obligatoria importante correcto correcta incorrecto incorrecta valido valida invalido invalida
  buena mala malo facil dificil complicado complicada confundido confundida nervioso nerviosa preocupado preocupada
  desconfio desconfianza confianza confiable confiar enganar engano estafar fraudes estafas robar roban robo robaron
  hackear hackearon peligroso peligro riesgo datos dato informacion privacidad protegido protegida chat mensaje
  mensajes pantalla boton botones campo campos casilla recuadro ventana pestana sitio enlaces links ligas formularios
  contrasenas contrasenia passwords claves pin nip usuario usuarios caracteres caracter mayusculas mayuscula
  minusculas letras letra numeros simbolos signos especiales minimo maximo requisitos reglas portal impi imss icsoe
  saed casetas caseta gobierno institucion empresa patron jefe jefa dueno duena gestor gestora abogado abogada
  licenciado licenciada secretaria despacho administrador administradora sistemas notario representante legal
  apoderado hermano hermana familiar papeles documento documentos identificacion ine cita citas modulo ventanilla
  carta escrito correos mail gmail hotmail aplicacion app programa carpeta descarga descargas descargue descargarla
  memoria disco nube drive impresora android iphone windows mac chrome safari senal conexion wifi funcionan funciono
  sirven entiendes entienda entendi explicame explicar significa quieren sirvio intente intento intentos intentar
  probe probar pruebo prueba varias veces muchas mucha muchos poco poca menos casi entonces asi hasta desde hacia
  entre sin contra segun mientras durante ante bajo fuera dentro arriba abajo alla ahi alli recordar acordar acordarme
  recordarla recuperar recuperarla recuperacion restablecer cambiarla cambio cambie cambiaron actualizar actualizado
  sacar saque sacarla sacarlo obtener obtengo consigue conseguir pedir pedirla solicitar renove renueva renovarla
  renovacion tramitar tramito acabo acabe termino termine queda vamos voy venir vuelvo regreso cuesta cobran cobra
  costo pago pagar gratuito personas maquina bot funcionario oficiales senor senora senorita joven can could should
  would will what why how when which has had they them she we us your our their there here cannot see open load
  loading page site screen button field fields upload uploading choose select type typing put enter entered keys keep
  keeps asking ask asked gave given received get got still yet never always old same other both one two first last
  time times today yesterday tomorrow later wait waiting minute minutes because but and or if so then at from by for
  into about out up down nothing anything something working broken stuck slow errors problem secure trust official
  government free cost expire expires renew renewed accountant boss husband wife daughter brother sister office home
  browser account accounts characters letters numbers uppercase lowercase rules know knew think sure lose sorry thanks
  thank okay
`);
