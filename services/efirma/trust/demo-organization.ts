/** Organization in the name of every demo authority; production refuses to load one that carries it. */
export const demoOrganization = 'Recupera: autoridad de demostracion sin validez';
