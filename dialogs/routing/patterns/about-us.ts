import { alone } from '../phrase.ts';

const it =
  '(esto|esta|este|eso|ustedes|usted|tu|this|it|you|that|(este |el |esta |la |tu )?(chat|bot|asistente|servicio|numero|canal|pagina|sitio|whatsapp|mensaje|asistencia|programa))';
const us =
  '(ustedes|usted|tu|you|esto|this|(este |el |esta |la |tu |this |the )?(chat|bot|asistente|servicio|numero|canal|pagina|sitio|whatsapp|mensaje|asistencia|programa))';
const procedure =
  '((el |este |mi |un |del |por el |por este |por mi |con el )?(tramite|proceso|procedimiento|servicio|asistencia|recuperacion|todo|todo esto|esto|por esto|hacerlo|hacer esto|hacer el tramite|(recuperar|cambiar|recuperarla|cambiarlo)( (la |mi |el |de )*(cuenta|contrasena|correo|acceso))?))';
const trusted =
  '(oficial*|legal*|legitim*|real|reales|verdad|verdader*|autentic*|seguro|segura|seguros|confiable*|cierto|de fiar|del gobierno|gubernamental|official|legit|genuine|real|safe|trustworthy|a scam)';
const deceit = '(estafa*|fraude*|phishing|trampa|engano|timo|scam|falso|falsa|fake|fraud)';
const somebody =
  '((un |una |el |la |a |an )?(verdadera? |real )?(persona|humano|robot|bot|maquina|chatbot|chat bot|ia|inteligencia artificial|programa|computadora|contestadora|alguien|gente|chatgpt|gpt|person|machine|ai)|real)';
const asReal = '( (real|reales|de verdad|de carne y hueso|humana|humano|automatico|automatica))?';
const institution =
  '(el |la |los |las )?(impi|imss|icsoe|sat|pase|gobierno|instituto|institucion|seguro social|caseta|empresa)';
const howLong =
  '((en |mas o menos |como |aproximadamente )*(cuanto|cuantos|que tanto)( (tiempo|dias|horas|minutos|mas))?)';
const lasts =
  '((se |me |va a |van a |suele |suelen |debe |puede |puedo |tengo que |hay que |les )*(tard*|demor*|dilat*|toma|tomar|tomaria|lleva|llevar|dura|durar|espero|esperar))';
const mail = '(en llegar|en llegarme|en mandar*|en enviar*|llegar|(el |la |un |mi )?(correo|codigo|mensaje|liga))';
const pays =
  '((me |nos |se |te |le |va a |van a |tengo que |hay que |tiene |debo |voy a )*(cuesta*|costar|costaria|cobra*|cobro|cobran|cobrar*|vale|sale|saldria|pagar*|paga|pago|precio|costo))';

/** Questions about ourselves. Notation: see `phrase`. */
export const aboutUs = {
  /** Whether this is real, whom a person talks to, and how they can tell. */
  who: [
    `(es|sea|son|sera|parece|como se|no vaya a ser) ~ ${deceit}`,
    alone(`(una |un |posible )*${deceit}`),
    alone(
      `((si |como se (que|si) )?${it} )?(si )?(es |eres |son |is |are )(${it} )?(de |un |una |algo |el |muy |realmente |100 )*${trusted}( (de|del|${it}|${institution}))*`,
    ),
    alone(`${it} (de verdad )?(es |son )?(de |un |una |el |muy )*${trusted}`),
    `(como|how) (se|puedo saber|saber|compruebo|comprobar|puedo comprobar|verifico|verificar|puedo verificar|confirmo|can i (tell|know)|do i know) (que|si|if|that)?( \\w+){0,4} (${trusted}|(de|del|from) ${institution})`,
    alone(
      `(no )?(confio|me fio|me da (confianza|desconfianza|miedo)|desconfio|tengo (miedo|desconfianza|dudas))( (en|de) (${it}|ti|que sea ${deceit}))?`,
    ),
    alone(
      `(tu )?(eres|es usted|seras|es|hablo con|estoy hablando con|estoy platicando con|me (atiende|contesta|responde)|con quien estoy (hablando|platicando)|are you|am i talking to|is this)( ${somebody}${asReal}( o (eres |con |es )?${somebody}${asReal})?)`,
    ),
    `(saber|seguro|segura|confirma*|dime|decirme|comprobar|verificar) (de )?(si|que) (${it} )?(es|son|eres|sea) (de |un |una |algo )*${trusted}`,
    `(me|nos) (puede|pueden|van a|va a|vayan a|vaya a|quieren|estan|esta) (estafar*|estafando|enganar*|enganando|defraudar*)`,
    alone('(a|con) quien (le |te )?(estoy )?(escrib*|hablando|mandando|chateando|contestando)'),
    alone('quien (es|eres|esta|hay) (del otro lado|ahi|detras|atendiendo|contestando)'),
    '(why should|can|should) i trust (you|this)',
    alone('con quien estoy (hablando|platicando|chateando)'),
    alone(
      '(quienes son( ustedes)?|who is behind this|de quien es (este|esta|esto)( \\w+)?|quien (esta detras|te (hizo|creo|manda|paga)|hizo esto)( de esto)?|who (runs|made) (this|you)|who am i talking to)',
    ),
    alone(
      `(de verdad |realmente |si )?(${us} (es|son|eres|is|are)|eres|es usted|hablas|trabajas|trabajan|vienes|perteneces|pertenecen|are you) (parte )?(de parte )?(de|del|a|al|para|con|from|part of) (the )?${institution}`,
    ),
  ],
  /** What it costs, and how long it takes. */
  costAndTime: [
    alone(`(cuanto|que|how much) (precio |costo )?${pays}( ${procedure}| dinero| algo| en total)*`),
    `(cuanto|que) ${pays} (por )?(recuperar|cambiar|desbloquear|restablecer) (el |la |mi )*(cuenta|contrasena|correo|acceso)`,
    alone(
      `(${it} |${procedure} )?(es|sera|sale|esta|seria) (gratis|gratuit*|sin costo|de paga|de pago)( (${it}|${procedure}))*`,
    ),
    alone('(gratis|es gratis o se paga|cuanto es)'),
    alone(
      `(${procedure} |${it} )?(tiene|tendra|hay|lleva|genera) (algun |un )?(costo|precio|cargo|cobro)( (${it}|${procedure}))*`,
    ),
    alone(
      `(me |nos |se |te |va a |van a |tengo que |hay que |debo |voy a )*(cobra*|pagar|se paga|costara)( algo| dinero)?( ${procedure})?`,
    ),
    alone(
      '(is (it|this) (free|paid)|how much (is it|is this|does (it|this) cost)|do i (have to|need to) pay( anything)?|does (it|this) cost( anything| money)?)',
    ),
    alone(`${howLong} ${lasts}( (mas o menos|aproximadamente|normalmente|${procedure}|${mail}|${it}))*`),
    alone('(en )?cuanto tiempo( es| seria| mas| todo| queda| quedaria| esta| sale)*'),
    alone('que tan (rapido|tardado|largo) (es|queda|tarda)( todo| esto| el tramite)?'),
    alone(`cuando (me |nos )?(va a )?(llega|llegar|llegara|mandan|envian) ${mail}`),
    alone('(es|sera) (rapido|tardado|muy tardado|inmediato|al momento)( el tramite| esto)?'),
    alone('how long (does|will|would) (it|this|the process) take( to arrive)?'),
  ],
} as const;
