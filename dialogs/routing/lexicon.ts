/**
 * Spellings that stand for another word: brand variants too short for edit distance, chat shorthand, slang and
 * English. The value may be several words.
 */
export const spellings: Readonly<Record<string, string>> = {
  ...each('impi', 'inpi impy ympi ynpi inpy imppi immpi ipmi imi impii lmpi himpi'),
  ...each('icsoe', 'iscoe icoe isoe icsoes icsue icso icsoie icose icseo isoce icsoee icsoed ixoe hicsoe ocsoe icsow'),
  ...each('imss', 'ims imms imsss inss'),
  ...each('saed', 'saeed sade saeb saedd'),
  ...each('pase', 'pasee pace paase'),
  ...each('firma', 'frima firna fimra fima'),
  ...each('buenas', 'wenas wena wnas weenas'),
  ...each('tag', 'teg tagz tags tagg tagpase taj'),
  ...each('pase tag', 'pasetag'),
  ...each('repse', 'repce'),
  ...each('efirma', 'fiel efirna e-firma efrima firmaelectronica esignature eferma'),
  ...each('cer', 'cert'),
  ...each('contrasena', 'contrasenas contrasenia contrasenna contra clave claves password passwords pasword passwor'),
  ...each('contrasena', 'pass psw pswd passwd pwd paswor paswword passworld pasguord pasword nip pin ctrsna contasena'),
  ...each('contrasena', 'contraseni contrase contraseqa contraena contrsena cntrasena contrasela contrana'),
  ...each('correo', 'mail mails email emails correos korreo coreo corrreo mailes imail imeil meil imel buzon'),
  ...each('liga', 'link links ligas enlace enlaces linck lik likn linc url vinculo hipervinculo'),
  ...each('que', 'q k ke qe qeu'),
  ...each('porque', 'xq xk pq pk porq porke xke'),
  ...each('por', 'x'),
  ...each('de', 'd'),
  ...each('para', 'pa pra xa'),
  ...each('por favor', 'porfa porfas porfis porfavor xfa xfavor plis pls please plz porfavorcito'),
  ...each('tengo', 'tngo tngp tenog'),
  ...each('quiero', 'kiero kero qiero quero qro qiro quieor quisiera deseo want wanna'),
  ...each('necesito', 'nesesito nececito nesecito ocupo requiero nesito neceisto need'),
  ...each('con', 'cn'),
  ...each('tambien', 'tmb tambn'),
  ...each('puedo', 'pudo pueod pued'),
  ...each('ya', 'lla'),
  ...each('usuario', 'user usuarios usr username usario'),
  ...each('cuenta', 'cta account kuenta cuneta cunta centa acount'),
  ...each('cuentas', 'ctas accounts'),
  ...each('numero', 'num nro number numeros'),
  ...each('cliente', 'client customer cte'),
  ...each('clientes', 'clients customers'),
  ...each('persona', 'person'),
  ...each('humano', 'human humana'),
  ...each('agente', 'agent agentes'),
  ...each('asesor', 'advisor asesora aseosr acesor asesores'),
  ...each('activacion', 'activation'),
  ...each('manual', 'manuals manuales'),
  ...each('guia', 'gia guide guias'),
  ...each('folio', 'folios'),
  ...each('estatus', 'status'),
  ...each('marca', 'trademark trademarks marcas'),
  ...each('patente', 'patent patents patentes'),
  ...each('caseta', 'toll tolls casetas peaje peajes'),
  ...each('pasecommx', 'pasecom'),
  ...each('olvide', 'forgot forgotten forget olvid hobide holvide olbide olvie'),
  ...each('recuperar', 'recover recovery'),
  ...each('restablecer', 'reset resetear resetea reseteo reestablecer restablescer'),
  ...each('migrar', 'migrate migration'),
  ...each('reenviar', 'resend reemviar reembiar'),
  ...each('perdi', 'lost'),
  ...each('cambiar', 'change'),
  ...each('agregar', 'add'),
  ...each('hola', 'ola hla hol'),
};

/** Words of the trade that typing errors are measured against. Canonical spelling, at least five letters. */
export const domainWords: readonly string[] = words(`
  contrasena cuenta cuentas correo usuario acceso acceder ingresar entrar iniciar sesion recuperar recuperacion
  recupero recupera restablecer restablece restablezco cambiar cambio olvide olvido olvidada olvidado bloquearon
  bloqueada bloqueado bloqueo electronica electronico vigente vencio vencida caduco caducada expiro expirada
  certificado sello digital patentes invenciones propiedad industrial telepeaje caseta corporativo corporativa
  corporativos corporativas cliente clientes empresa empresas migrar migracion registrar registrarme registro
  asociar asociacion vincular agregar juntar manual instructivo prepago decenales domiciliado cancelar cancelacion
  tarjeta capturista informativa contratos servicios especializados especializadas especializada obras activacion
  activar reenviar reenvio reenvias reenviame confirmar confirmacion verificacion tramite solicitud estado estatus
  seguimiento folio recuerdo acuerdo persona humano agente asesor ejecutivo operador operadora comunicame
  identificacion identificaciones pasaporte privacidad horario oficina direccion caracteres especiales diferencia
  peticion presencial presencialmente requisitos portal plataforma problema problemas necesito quiero ayuda opciones
  gracias buenos buenas tardes noches activation recover password personales
`);

/** Everyday words close to a domain word; never "corrected" into one. */
export const everydayWords: ReadonlySet<string> = new Set(
  words(`
  acabo actuar agenda agosto alguien amigo ahora antes aparece aplicar apoyo archivo archivos asistente atender aunque
  autor bueno buena buen busco buscar caliente caro carro cara carta cartas causa centro cerca chiste cierto cinco
  claro compra comprar comprobante conmigo conocer consulta consultar contacto contador contar contrata contrato conte
  copia corre correcto correr corte cosa cosas costo creer cuadro cual cuales cuando cuanta cuanto cuanta cuantas
  cuantos cuarto cuento cuentame cuesta culpa curso dando datos debe deber decir dejar dejo desde despues dinero
  direcciones director disculpe documento documentos donde edad empezar empieza encontrar encuentro entra entre entrega
  entregar entregue entro enviar envia error escribir escrito espera esperar esta estaba estado estar estas este
  ese eso estoy examen existe facil falta fecha firma folleto forma formato frente funciona futuro ganar gente gobierno
  grande grupo guarda guardar gusta hablar hacer hasta hora horas hoy idea igual importa informacion ingeniero internet
  invitacion invitar jugar junta juntos lado lleva llevar llave llegar llego lluvia luego lugar madre malo manda mandar
  mandame manera manuel mano marco marzo mayor medico mejor menos mensaje mesa mirar mismo momento morir motor mucho
  muchas mujer mundo musica nacimiento nadie nota noticia nuevo nueva numero nunca ocupado oficial operacion opinion
  orden padre pagar pagina pago pais papel papeles pareja parte partido pasa pasado pasada pasar paso pasos patio
  paciente perder perdi perdon perfecto permiso pero perro personal peso pizza playa poder porque precio pregunta
  presencia presente prestamo primera primero problematica proceso producto programa pronto propio propia prueba pueblo
  puede puedo puerta puesta puesto quien quiere quieres quitar rato razon receta recibir recibo recientemente regalo
  registrada registrado respuesta saber sabes sacar salir salud segundo segunda seguro seguros semana senor senora
  sirve sirves sistema sitio sobre solo sueldo suerte tanto tarde telefono tengo tienda tiempo tiene tienes tipo toda
  todo trabajo trabajar traer traigo transito tratar ultimo unico urgente usted ustedes vacaciones vale valor varias
  varios vecino vender venta verdad viejo viejos viernes visita vivir volar volver vuelo
  espero espera domicilio empleado empresario portada porta oficio tramites solicitar solicito certificada certificacion
  direcciones personas operar operaciones capturar captura servicio servicios obra asociaciones corporacion portero
  registradora contratacion contratar activo activos activa activas inicial inicia cambia cambian perfil perfiles adios entiendo hablar curp menu inicio salir cancela guia gracias nada todos bien tengo hace hago paga pagan saco sacan cerro codigo guerra clase clases classe olvidalo olvidenlo dejalo curso cuota cuestion escuela estudio especial espacio asociado asociada recreo recurso recursos humanos recuerda informe
  informatica informativo confirma comunica contraste verdes portales entrada ejercicio ejecutar seguir resumen
  about after again between cannot enter error login their there where which would what when with without your
`),
);

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function each(canonical: string, variants: string): Record<string, string> {
  return Object.fromEntries(words(variants).map((variant) => [variant, canonical]));
}
