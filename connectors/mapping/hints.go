package mapping

import (
	"slices"
	"strings"

	"salesops/sales"
)

// hint is what speaks for an object: words in the name of a file, and columns by field, the
// likeliest word first. Words are as wordsOf writes them, in the product's three languages and
// in German, French and Spanish.
type hint struct {
	object string
	files  []string
	ids    []string
	fields []fieldHint
	// any of each list must be found, or the table is something else
	needs [][]string
	// words of the file or a column with which the table is something else, however well it fits
	not []string
}

type fieldHint struct {
	field  string
	weight int
	words  []string
}

var (
	createdHint = fieldHint{"created", 1, []string{"created", "created_date", "create_date", "createdate",
		"created_at", "date_created", "created_on", "creation_date", "created_time", "createtime", "create_time",
		"creation_time", "date_added", "added_on", "entered_on", "time_created", "engage_date", "open_date", "opened",
		"opened_on", "opened_at", "date_opened", "first_contact_date", "data_de_criacao", "data_de_criação",
		"criado_em", "创建日期", "创建时间", "data_de_abertura", "aberto_em", "data_de_entrada", "criado", "data_criacao",
		"data_criação", "abertura", "创建于", "建立日期", "录入日期", "on", "erstellt", "erstellt_am", "erstelldatum",
		"erstellungsdatum", "angelegt", "angelegt_am", "anlagedatum", "eröffnet_am", "erfasst_am", "créé", "créé_le",
		"date_de_création", "date_d_ouverture", "ouvert_le", "creado", "creado_el", "fecha_de_creación",
		"fecha_de_alta", "fecha_de_apertura", "criado_a", "data_da_criação"}}
	modifiedHint = fieldHint{"modified", 0, []string{"last_modified_date", "last_modified", "last_modified_at",
		"modified", "modified_at", "modified_date", "modified_on", "updated", "updated_at", "updated_on",
		"updated_time", "last_updated", "last_updated_at", "sdc_extracted_at", "time_extracted", "lastmodifieddate",
		"system_modstamp", "last_update", "última_modificação", "修改时间", "最后修改日期", "geändert_am", "zuletzt_geändert",
		"zuletzt_geändert_am", "letzte_änderung", "änderungsdatum", "aktualisiert_am", "modifié_le",
		"date_de_modification", "dernière_modification", "modificado_el", "fecha_de_modificación",
		"última_modificación", "modificado_em", "data_de_modificação", "atualizado_em"}}
	deletedHint = fieldHint{"deleted", 0, []string{"is_deleted", "deleted", "fivetran_deleted", "sdc_deleted_at",
		"deleted_at", "deleted_on", "deleted_date", "date_deleted", "removed_at", "is_archived", "archived",
		"archived_at", "excluído_em", "excluido_em", "删除时间", "gelöscht", "gelöscht_am", "supprimé", "supprimé_le",
		"eliminado", "eliminado_el"}}
	currencyHint = fieldHint{"currency", 0, []string{"currency", "currency_code", "currency_iso_code",
		"deal_currency_code", "iso_code", "moeda", "币种", "货币", "währung", "waehrung", "devise", "moneda", "divisa"}}
	ownerHint = fieldHint{"owner", 1, []string{"owner", "owner_id", "owner_name", "sales_agent", "sales_rep",
		"salesrep", "rep", "salesperson", "sales_person", "seller", "account_executive", "account_manager",
		"deal_owner", "opportunity_owner", "salesman", "closer", "account_owner", "owner_email", "assignee",
		"assigned_user", "assigned_user_name", "responsible", "comercial", "hubspot_owner_id", "assigned_to",
		"sr_id", "agent", "resource", "user", "proprietário", "proprietario", "responsável", "responsavel", "vendedor",
		"负责人", "所有人", "销售员", "业务员", "owner_full_name", "who", "done_by", "logged_by", "gestor_de_conta",
		"executivo_de_vendas", "dono", "销售代表", "销售人员", "销售负责人", "商机所有人", "业绩所属人", "经办人", "besitzer", "inhaber",
		"eigentümer", "verantwortlich", "verantwortlicher", "verantwortliche", "verantwortliche_person", "zuständig",
		"zuständiger", "zuständige", "verkäufer", "vertriebler", "vertriebsmitarbeiter", "mitarbeiter", "betreuer",
		"kundenbetreuer", "bearbeiter", "propriétaire", "responsable", "commercial", "vendeur", "chargé_d_affaires",
		"assigné_à", "attribué_à", "propietario", "vendedora", "ejecutivo_de_ventas", "ejecutivo",
		"agente", "asignado_a"}}
	accountHint = fieldHint{"account", 1, []string{"account", "account_id", "account_name", "company", "company_id",
		"company_name", "customer", "customer_id", "customer_name", "client", "client_id", "client_name",
		"organization", "organisation", "organization_id", "seller_id", "associated_company", "partner", "buyer",
		"conta", "empresa", "cliente", "id_do_cliente", "客户", "客户名称", "公司", "客户编号", "nome_do_cliente",
		"nome_da_empresa", "conta_do_cliente", "cliente_nome", "客户名", "公司名称", "所属客户", "购买方", "firma", "firmenname",
		"unternehmen", "unternehmensname", "kunde", "kundenname", "kundennummer", "konto", "compte", "société",
		"entreprise", "nom_du_client", "nom_du_compte", "nom_de_la_société", "cuenta", "nombre_de_la_cuenta",
		"nombre_del_cliente", "nombre_de_la_empresa", "organización"}}
	contactHint = fieldHint{"contact", 1, []string{"contact", "contact_id", "primary_contact", "contact_name",
		"contato", "联系人", "kontakt", "ansprechpartner", "kontaktperson", "contacto",
		"interlocuteur", "persona_de_contacto"}}
	productHint = fieldHint{"product", 1, []string{"product", "product_id", "product_2_id", "product_name", "item",
		"sku", "produto", "产品", "产品名称", "produkt", "produktname", "artikel", "produit", "article",
		"producto", "artículo"}}
	dealHint = fieldHint{"deal", 2, []string{"deal", "deal_id", "deal_name", "opportunity", "opportunity_id",
		"opportunity_name", "negócio", "negocio", "oportunidade", "商机", "交易", "geschäft", "chance", "verkaufschance",
		"verkaufsgelegenheit", "opportunité", "affaire", "oportunidad", "negocio_id"}}
	regionHint = fieldHint{"region", 0, []string{"region", "regional_office", "territory", "região", "regiao",
		"地区", "区域", "gebiet", "vertriebsgebiet", "région", "zone_géographique", "región", "zona"}}
	segmentHint = fieldHint{"segment", 0, []string{"segment", "business_segment", "customer_segment", "segmento",
		"细分", "kundensegment", "segmento_de_cliente"}}
	emailHint    = fieldHint{"email", 2, emailWords}
	contactEmail = fieldHint{"email", 4, emailWords} // a name and an address are somebody outside, unless more is said
	phoneHint    = fieldHint{"phone", 1, []string{"phone", "phone_number", "telephone", "mobile", "telefone",
		"电话", "telefon", "telefonnummer", "handy", "mobil", "téléphone", "portable", "teléfono", "móvil"}}
	titleHint = fieldHint{"job_title", 1, []string{"job_title", "jobtitle", "title", "position", "cargo", "职位",
		"position_im_unternehmen", "funktion", "poste", "fonction", "puesto"}}
	sourceHint = fieldHint{"source", 1, []string{"source", "lead_source", "origin", "channel", "original_source",
		"campaign", "campaign_id", "origem", "fonte", "来源", "线索来源", "quelle", "herkunft", "leadquelle", "lead_quelle",
		"kampagne", "kanal", "origine", "provenance", "campagne", "origen", "fuente", "campaña"}}
	descHint = fieldHint{"description", 0,
		[]string{"description", "descrição", "描述", "beschreibung", "descripción"}}
	personName = fieldHint{"name", 2, []string{"name", "full_name", "fullname", "nome", "姓名", "vollständiger_name",
		"nom", "nom_complet", "nombre", "nombre_completo", "nome_completo"}}
)

// Words of a column of addresses. One that is called otherwise is known by its values.
var emailWords = []string{"email", "e_mail", "mail", "email_address", "e_mail_address", "mail_address", "work_email",
	"recipient", "correio", "correio_eletrônico", "correio_eletronico", "endereço_de_email", "endereço_de_e_mail",
	"邮箱", "邮件", "电子邮件", "电子邮箱", "邮箱地址", "e_mail_adresse", "email_adresse", "mailadresse", "courriel", "adresse_e_mail",
	"adresse_mail", "adresse_électronique", "correo", "correo_electrónico", "dirección_de_correo"}

// hints are those of the objects that a table can be guessed to hold.
var hints = withOwnNames(byHand)

var byHand = []hint{
	{sales.Deal, []string{"deal", "deals", "opportunity", "opportunities", "opp", "opps", "pipeline", "negócios",
		"negocios", "oportunidades", "商机", "交易", "geschäfte", "chancen", "verkaufschancen", "verkaufsgelegenheiten",
		"opportunités", "affaires"},
		[]string{"deal_id", "opportunity_id", "opportunity_number", "deal_number", "deal_no", "record_id", "id",
			"negocio_id", "id_do_negócio", "商机编号", "交易编号", "geschäfts_id", "geschäftsnummer", "chancen_id",
			"opportunity_nr", "auftrags_id", "id_de_l_opportunité", "id_de_la_oportunidad",
			"id_del_negocio", "id_da_oportunidade"},
		[]fieldHint{
			{"name", 1, []string{"name", "deal_name", "dealname", "opportunity_name", "title", "subject", "topic",
				"deal", "opportunity", "nome_do_negócio", "nome", "商机名称", "交易名称", "名称", "título", "titulo", "negócio",
				"negocio", "oportunidade", "nome_da_oportunidade", "nome_do_negocio", "商机", "交易", "机会名称", "项目名称",
				"geschäft", "geschäftsname", "name_des_geschäfts", "verkaufschance", "verkaufsgelegenheit",
				"opportunité", "nom_de_l_opportunité", "affaire", "nom_de_l_affaire", "nom", "oportunidad",
				"nombre_de_la_oportunidad", "nombre_del_negocio", "nombre", "asunto", "bezeichnung",
				"chancenname", "chance"}},
			{"stage", 4, []string{"stage", "stage_name", "deal_stage", "dealstage", "sales_stage", "opportunity_stage",
				"pipeline_stage", "sales_phase", "phase", "step", "deal_pipeline_stage_id", "opportunity_result",
				"result", "outcome", "deal_status", "status", "etapa", "etapa_do_negócio", "fase", "阶段", "商机阶段",
				"交易阶段", "state", "stage_label", "status_name", "status_label", "stage_id", "status_do_negócio",
				"situação", "situacao", "estágio", "estagio", "销售阶段", "当前阶段", "销售状态", "商机状态", "状态",
				"stufe", "verkaufsphase", "vertriebsphase", "vertriebsstufe", "verkaufsstufe", "stadium", "étape",
				"étape_de_vente", "phase_de_vente", "statut", "état", "etapa_de_venta", "fase_de_venta", "estatus",
				"situación", "estado_del_negocio", "etapa_de_venda"}},
			{"amount", 2, []string{"amount", "close_value", "deal_value", "deal_amount", "expected_revenue",
				"expected_value", "estimated_value", "estimated_revenue", "est_revenue", "deal_size", "total_value",
				"tcv", "opportunity_amount", "opportunity_amount_usd", "value", "revenue", "declared_monthly_revenue",
				"price", "total", "valor", "金额", "成交金额", "worth", "deal_worth", "size", "contract_value", "acv",
				"arr", "valor_total", "valor_do_negócio", "valor_do_negocio", "valor_estimado", "valor_previsto",
				"montante", "预计金额", "商机金额", "交易金额", "预计收入", "合同金额", "总金额", "betrag", "wert", "auftragswert",
				"auftragssumme", "geschäftswert", "angebotswert", "volumen", "umsatz", "erwarteter_umsatz", "summe",
				"nettobetrag", "montant", "valeur", "montant_estimé", "chiffre_d_affaires", "importe", "monto",
				"cuantía", "importe_estimado", "ingresos_previstos", "valor_da_oportunidade"}},
			{"close_date", 3, []string{"close_date", "closedate", "closed_date", "won_date", "closed_on", "closed_at",
				"closed", "won_on", "won_at", "date_won", "lost_on", "date_closed", "expected_close_date",
				"expected_close", "expected_closing", "expected_closing_date", "estimated_close_date",
				"estimated_close", "est_close_date", "est_close", "closing_date", "planned_close", "planned_close_date",
				"forecast_close_date", "target_close_date", "close", "closes", "closing", "date_deadline", "deadline",
				"due_date", "data_de_fechamento", "结束日期", "成交日期", "关闭日期", "finished_at", "finished_on", "finished",
				"ended_at", "ended_on", "expected_to_close", "data_prevista_de_fechamento", "data_prevista",
				"previsão_de_fechamento", "previsao_de_fechamento", "fechamento", "fechamento_previsto",
				"data_de_encerramento", "fechado_em", "预计成交日期", "预计结束日期", "预计关闭日期", "预计签约日期", "签约日期", "预计成交时间",
				"成交时间", "abschlussdatum", "abschluss", "abschluss_am", "abgeschlossen_am", "erwarteter_abschluss",
				"erwartetes_abschlussdatum", "voraussichtlicher_abschluss", "voraussichtliches_abschlussdatum",
				"geplanter_abschluss", "geplantes_abschlussdatum", "schlussdatum", "gewonnen_am", "date_de_clôture",
				"date_de_fermeture", "clôture", "clôture_prévue", "date_de_clôture_prévue", "clôturé_le",
				"date_de_signature", "fecha_de_cierre", "cierre", "cierre_previsto", "fecha_prevista_de_cierre",
				"fecha_de_cierre_prevista", "fecha_estimada_de_cierre", "cerrado_el", "data_de_conclusão",
				"fecho", "data_de_fecho"}},
			{"closed", 2, []string{"is_closed", "closed", "ist_geschlossen", "geschlossen", "cerrado"}},
			{"won", 2, []string{"is_won", "won", "closed_won", "gewonnen", "ist_gewonnen", "gagné",
				"gagnée", "ganado", "ganada"}},
			{"probability", 1, []string{"probability", "probabilidade", "可能性", "概率", "chance", "win_probability",
				"likelihood", "赢单率", "成交概率", "wahrscheinlichkeit", "abschlusswahrscheinlichkeit", "erfolgschance",
				"probabilité", "probabilidad", "probabilidade_de_fechamento"}}, {"forecast_category",
				1, []string{"forecast_category", "forecast_category_name"}},
			{"pipeline", 1, []string{"pipeline", "deal_pipeline_id", "pipeline_name", "funil"}},
			{"type", 0, []string{"type", "deal_type", "opportunity_type", "lead_type", "tipo", "类型",
				"typ", "geschäftsart"}}, {"lost_reason", 1, []string{"lost_reason", "loss_reason", "reason_lost",
				"reason_for_loss", "why_lost", "closed_lost_reason", "motivo_da_perda", "输单原因", "verlustgrund",
				"grund_des_verlusts", "motif_de_perte", "raison_de_la_perte", "motivo_de_pérdida", "razón_de_pérdida"}},
			{"term_months", 1, []string{"term_months", "term_in_months", "contract_term", "contract_term_months",
				"contract_months", "contract_length_months", "subscription_term", "contract_duration_months",
				"subscription_term_months", "subscription_months", "term", "prazo_meses", "prazo_em_meses",
				"prazo_do_contrato_meses", "vigência_meses", "合同月数", "合同期限_月", "期限_月", "laufzeit_monate",
				"laufzeit_in_monaten", "vertragslaufzeit_monate", "durée_mois", "durée_en_mois",
				"plazo_meses", "plazo_en_meses"}},
			{"competitor", 1, []string{"competitor", "main_competitor", "competitor_type", "concorrente", "竞争对手",
				"wettbewerber", "mitbewerber", "konkurrent", "concurrent", "competidor"}}, {"next_step",
				1, []string{"next_step", "próximo_passo", "下一步", "nächster_schritt",
					"prochaine_étape", "próximo_paso"}},
			createdHint, modifiedHint, deletedHint, currencyHint, ownerHint, accountHint, contactHint, productHint,
			sourceHint, regionHint, segmentHint, descHint,
		}, [][]string{{"stage", "close_date", "closed", "won"}}, nil},
	{sales.Lead, []string{"lead", "leads", "mql", "mqls", "prospect", "prospects", "enquiries", "inquiries", "线索",
		"潜在客户", "interessenten", "leads_liste", "pistes", "clientes_potenciales"},
		[]string{"lead_id", "mql_id", "prospect_id", "lead_number", "record_id", "id", "线索编号", "lead_nr"},
		[]fieldHint{
			{"name", 1, []string{"name", "full_name", "lead_name", "nome", "姓名", "名称", "nome_do_lead", "线索名称",
				"联系人", "nom", "nombre"}}, {"company", 2, []string{"company", "company_name", "empresa", "公司",
				"nome_da_empresa", "公司名称", "firma", "unternehmen", "société", "entreprise"}},
			{"status", 2, []string{"status", "lead_status", "lead_stage", "lifecycle_stage", "线索状态", "状态", "leadstatus",
				"statut", "estado"}}, {"converted", 4, []string{"is_converted", "converted", "convertido", "已转换",
				"konvertiert", "umgewandelt", "converti", "convertie", "convertida"}},
			{"converted_at", 4, []string{"converted_date", "converted_at", "conversion_date", "data_de_conversão",
				"convertido_em", "转换日期", "转换时间", "konvertiert_am", "umgewandelt_am", "converti_le",
				"date_de_conversion", "convertido_el", "fecha_de_conversión"}},
			{"converted_deal", 3, []string{"converted_opportunity_id", "converted_deal_id", "converted_deal"}},
			{"converted_account", 2, []string{"converted_account_id"}},
			{"converted_contact", 2, []string{"converted_contact_id"}},
			{"industry", 1, []string{"industry", "sector", "setor", "行业", "branche", "secteur", "industria"}},
			{"website", 0, []string{"website", "site"}},
			createdHint, modifiedHint, deletedHint, ownerHint, {"email", 3, emailWords}, phoneHint, titleHint,
			sourceHint, regionHint, segmentHint,
		}, [][]string{{"status", "converted", "converted_at", "source", "created", "email", "company"}}, nil},
	{sales.Account, []string{"account", "accounts", "company", "companies", "customer", "customers", "client",
		"clients", "organization", "organizations", "contas", "empresas", "clientes", "客户", "公司", "kunden", "firmen",
		"unternehmen", "konten", "comptes", "sociétés", "entreprises", "cuentas"},
		[]string{"account_id", "company_id", "customer_id", "client_id", "organization_id", "record_id", "id",
			"客户编号", "kundennummer", "kunden_id", "kunden_nr", "firmen_id", "numéro_client", "número_de_cliente"},
		[]fieldHint{
			{"name", 2, []string{"account", "account_name", "company", "company_name", "customer_name", "customer",
				"client", "organization", "name", "nome", "名称", "客户名称", "公司名称", "firma", "firmenname", "unternehmen",
				"unternehmensname", "kunde", "kundenname", "organisation", "société", "raison_sociale", "entreprise",
				"compte", "nom", "cuenta", "nombre", "razón_social", "razão_social"}},
			{"industry", 3, []string{"industry", "sector", "setor", "行业", "branche", "secteur", "secteur_d_activité",
				"industria"}}, {"employees", 3, []string{"employees", "number_of_employees", "numberofemployees",
				"headcount", "funcionários", "员工数", "mitarbeiter", "mitarbeiterzahl", "anzahl_mitarbeiter", "effectif",
				"effectifs", "nombre_d_employés", "empleados", "número_de_empleados", "número_de_funcionários"}},
			{"annual_revenue", 2, []string{"annual_revenue", "annualrevenue", "revenue", "receita_anual", "年收入",
				"jahresumsatz", "umsatz", "chiffre_d_affaires", "ingresos_anuales", "facturación"}}, {"website",
				1, []string{"website", "domain", "site", "网站", "webseite", "internetseite", "site_web", "sitio_web"}},
			{"parent", 1, []string{"parent", "parent_id", "parent_account", "parent_account_id", "subsidiary_of",
				"matriz", "母公司", "muttergesellschaft", "mutterkonzern", "société_mère", "empresa_matriz"}},
			{"city", 2, []string{"city", "billing_city", "cidade", "城市", "ort", "stadt", "ville", "ciudad"}},
			{"state", 1, []string{"state", "billing_state", "estado", "省份", "bundesland"}},
			{"country", 2, []string{"country", "billing_country", "office_location", "país", "国家", "land", "pays"}},
			{"type", 0, []string{"type", "account_type", "system_account_type", "tipo", "类型", "typ"}}, createdHint,
			modifiedHint, deletedHint, currencyHint, ownerHint, regionHint, segmentHint, sourceHint,
		}, [][]string{{"name"}}, nil},
	{sales.Contact, []string{"contact", "contacts", "guest", "guests", "attendee", "attendees", "participant",
		"participants", "invitees", "registrations", "contatos", "convidados", "participantes", "联系人", "嘉宾", "people",
		"persons", "pessoas", "kontakte", "ansprechpartner", "teilnehmer", "gäste", "invités", "contactos",
		"invitados", "asistentes"},
		[]string{"contact_id", "record_id", "vid", "id", "联系人编号", "kontakt_id"},
		[]fieldHint{
			{"name", 1,
				append([]string{"guest", "attendee", "participant", "invitee", "contact", "convidado", "participante",
					"contato", "嘉宾", "联系人", "ansprechpartner", "kontakt", "teilnehmer", "gast", "invité", "contacto",
					"invitado", "asistente"}, personName.words...)}, {"department", 1, []string{"department",
				"departamento", "部门", "abteilung", "service", "département", "departamento_de"}},
			accountHint, contactEmail, phoneHint, titleHint, createdHint, modifiedHint,
			deletedHint, ownerHint, sourceHint,
		}, [][]string{{"name", "email", "first_last"}}, nil},
	{sales.Person, []string{"user", "users", "owner", "owners", "agents", "reps", "sellers", "sales_team",
		"sales_teams", "salespeople", "employees", "staff", "usuarios", "usuários", "vendedores", "用户", "销售",
		"mitarbeiter", "benutzer", "verkäufer", "vertrieb", "vertriebsteam", "utilisateurs", "vendeurs", "commerciaux",
		"vendedoras", "comerciales"},
		[]string{"user_id", "owner_id", "agent_id", "rep_id", "employee_id", "id", "用户编号", "mitarbeiter_id",
			"personalnummer", "benutzer_id"},
		[]fieldHint{
			{"name", 4, []string{"sales_agent", "sales_rep", "salesperson", "rep", "agent", "seller", "employee",
				"vendedor", "verkäufer", "verkäuferin", "mitarbeiter", "vertriebsmitarbeiter", "vendeur",
				"commercial"}}, personName,
			{"manager", 4, []string{"manager", "manager_id", "supervisor", "gerente", "经理", "reports_to", "boss",
				"gestor", "gestora", "líder", "lider", "chefe", "supervisor_direto", "上级", "主管", "直属上级", "vorgesetzter",
				"vorgesetzte", "leiter", "teamleiter", "führungskraft", "supérieur", "responsable_hiérarchique",
				"jefe", "jefa"}}, {"team", 3, []string{"team", "team_id", "primary_team_id", "user_role_id",
				"regional_office", "office", "equipe", "团队", "部门", "squad", "group", "sales_team", "grupo", "setor",
				"小组", "销售团队", "所属团队", "gruppe", "abteilung", "équipe", "équipe_commerciale", "equipo"}},
			{"active", 2, []string{"is_active", "active", "ativo", "status_ativo", "在职", "aktiv", "actif", "activo"}},
			{"started_on", 2, []string{"hire_date", "start_date", "started_on", "hired", "admissão", "入职日期", "joined",
				"joined_on", "start", "starts_on", "data_de_admissão", "data_de_admissao", "data_de_início",
				"contratado_em", "入职时间", "加入日期", "eintritt", "eintrittsdatum", "eingestellt_am", "date_d_entrée",
				"date_d_embauche", "embauché_le", "fecha_de_ingreso", "fecha_de_contratación"}}, {"left_on", 2,
				[]string{"termination_date", "left_on", "end_date", "离职日期", "left", "leaving_date", "exit_date",
					"data_de_saída", "data_de_saida", "desligamento", "data_de_desligamento", "demissão", "离职时间",
					"austritt", "austrittsdatum", "ausgeschieden_am", "date_de_sortie", "date_de_départ",
					"fecha_de_baja", "fecha_de_salida"}},
			emailHint, titleHint, createdHint, modifiedHint, deletedHint,
		}, [][]string{{"name", "email", "first_last"}}, nil},
	{sales.Team, []string{"team", "teams", "role", "roles", "user_role", "equipes", "团队", "gruppen", "équipes",
		"equipos"}, []string{"team_id", "role_id", "id"},
		[]fieldHint{{"name", 2, []string{"team", "team_name", "name", "role", "nome", "名称", "gruppe", "équipe",
			"nom", "equipo", "nombre"}}, {"parent", 3, []string{"parent", "parent_id", "parent_role_id", "parent_team",
			"übergeordnetes_team", "équipe_parente", "equipo_superior"}}, deletedHint}, [][]string{{"name"}}, nil},
	{sales.Product, []string{"product", "products", "catalog", "price_list", "produtos", "产品", "produkte", "artikel",
		"produits", "productos"}, []string{"product_id", "sku", "product_code", "id", "产品编号", "artikelnummer",
		"produktnummer", "artikel_nr", "référence_produit"},
		[]fieldHint{
			{"name", 3, []string{"product", "product_name", "name", "produto", "nome", "产品名称", "名称", "produkt",
				"produktname", "artikel", "produit", "nom", "producto", "nombre"}}, {"code", 1, []string{"product_code",
				"code", "sku", "código", "codigo", "产品代码", "编码", "artikelnummer", "référence", "referencia"}},
			{"family", 3, []string{"family", "series", "category", "product_family", "product_line", "família",
				"产品系列", "categoria", "linha", "linha_de_produto", "类别", "系列", "产品类别", "kategorie", "produktgruppe",
				"warengruppe", "catégorie", "gamme", "categoría", "línea", "familia"}}, {"list_price",
				3, []string{"sales_price", "list_price", "price", "unit_price", "preço", "价格", "preço_de_tabela",
					"preço_unitário", "preco", "单价", "标价", "目录价", "listenpreis", "preis", "einzelpreis", "prix",
					"prix_catalogue", "precio", "precio_de_lista"}},
			{"active", 1, []string{"is_active", "active", "ativo", "启用", "aktiv", "actif", "activo"}}, createdHint,
			modifiedHint, deletedHint,
		}, [][]string{{"name"}}, nil},
	{sales.DealLine, []string{"line_item", "line_items", "lines", "opportunity_line_item", "deal_products",
		"opportunity_products", "positionen", "geschäftspositionen", "lignes", "líneas", "partidas"},
		[]string{"line_item_id", "line_id", "id"},
		[]fieldHint{dealHint, productHint,
			{"quantity", 3, []string{"quantity", "qty", "quantidade", "数量", "units", "qtd", "qtde", "menge", "anzahl",
				"stück", "stückzahl", "quantité", "cantidad"}}, {"unit_price", 3, []string{"unit_price", "sales_price",
				"price", "preço", "preço_unitário", "preco_unitario", "valor_unitário", "单价", "einzelpreis",
				"stückpreis", "preis", "prix_unitaire", "prix", "precio_unitario", "precio"}}, {"list_price",
				2, []string{"list_price", "listenpreis", "prix_catalogue", "precio_de_lista"}},
			{"total", 2, []string{"total_price", "total", "amount", "net_amount", "net", "net_price", "line_total",
				"subtotal", "valor_total", "total_da_linha", "小计", "总价", "gesamtpreis", "gesamtbetrag", "gesamt",
				"summe", "betrag", "nettobetrag", "montant", "montant_total", "importe", "importe_total"}}, {"name",
				1, []string{"name", "description", "bezeichnung"}}, createdHint, modifiedHint,
			deletedHint, currencyHint,
		}, [][]string{{"deal"}, {"product", "quantity", "total", "unit_price"}}, nil},
	{sales.Activity, []string{"task", "tasks", "activity", "activities", "call", "calls", "event", "events", "meetings",
		"emails", "engagement", "atividades", "活动", "touch", "touches", "touchpoints", "interactions", "interações",
		"visitas", "拜访", "跟进", "aktivitäten", "anrufe", "besuche", "aufgaben", "activités", "appels", "visites",
		"tâches", "actividades", "llamadas", "tareas"}, []string{"activity_id", "task_id", "event_id",
		"engagement_id", "call_id", "id"},
		[]fieldHint{
			{"kind", 3, []string{"activity_type", "task_subtype", "engagement_type", "event_type", "kind", "type",
				"tipo", "类型", "touch", "tipo_de_atividade", "活动类型", "跟进方式", "方式", "art", "typ", "aktivitätsart",
				"aktivitätstyp", "type_d_activité", "tipo_de_actividad"}}, {"subject", 3, []string{"subject",
				"title", "assunto", "主题", "activity", "内容", "betreff", "thema", "objet", "sujet", "asunto"}},
			{"start_at", 3, []string{"start_time", "start_date_time", "start_at", "activity_date_time", "activity_date",
				"timestamp", "hs_timestamp", "date", "time", "data", "日期", "when", "happened", "happened_at",
				"occurred", "occurred_at", "occurred_on", "on", "data_e_hora", "data_hora", "quando", "时间", "活动时间",
				"跟进时间", "开始时间", "datum", "wann", "zeitpunkt", "datum_und_uhrzeit", "quand", "date_et_heure", "fecha",
				"cuándo", "fecha_y_hora"}}, {"end_at", 1, []string{"end_time", "end_date_time", "end_at"}},
			{"outcome", 2, []string{"outcome", "call_disposition", "disposition", "meeting_outcome", "resultado",
				"ergebnis", "résultat"}}, {"status", 1, []string{"status", "statut"}}, {"done", 1, []string{"done",
				"is_done", "completed", "is_closed", "concluída", "concluida", "concluído", "concluido", "feito",
				"完成", "已完成", "是否完成", "erledigt", "abgeschlossen", "terminé", "fait", "hecho",
				"completada", "realizada"}},
			dealHint, accountHint, contactHint, {"lead", 1, []string{"lead", "lead_id"}}, ownerHint, createdHint,
			modifiedHint, deletedHint,
		}, [][]string{{"start_at", "created"}, {"kind", "subject"}}, nil},
	{sales.Contract, []string{"contract", "contracts", "subscription", "subscriptions", "churn", "contratos",
		"assinaturas", "合同", "订阅", "verträge", "vertragsliste", "abos", "abonnements", "contrats", "suscripciones"},
		[]string{"contract_id", "subscription_id", "contract_number", "customer_id", "id", "合同编号", "contract_no",
			"contract_nr", "no_do_contrato", "nº_do_contrato", "numero_do_contrato", "número_do_contrato", "合同号",
			"vertragsnummer", "vertrags_nr", "vertragsnr", "vertrag", "numéro_de_contrat",
			"n_de_contrat", "número_de_contrato"},
		[]fieldHint{
			{"start_on", 4, []string{"start_date", "start", "contract_start", "contract_start_date",
				"subscription_start", "started_on", "signup_date", "início", "开始日期", "begins", "begin", "begins_on",
				"starts", "starts_on", "valid_from", "data_de_início", "data_de_inicio", "data_início",
				"início_da_vigência", "inicio", "起始日期", "合同开始日期", "生效日期", "vertragsbeginn", "beginn", "startdatum",
				"laufzeitbeginn", "début", "date_de_début", "fecha_de_inicio", "fecha_inicio"}},
			{"end_on", 2, []string{"end_date", "end", "contract_end", "contract_end_date", "churn_date", "cancel_date",
				"cancelled_at", "canceled_at", "ended_on", "término", "结束日期", "ends", "ends_on", "valid_to",
				"valid_until", "expires", "expires_on", "expiry_date", "expiration_date", "data_de_término",
				"data_de_termino", "data_fim", "fim", "vencimento", "termino", "到期日期", "合同结束日期", "终止日期", "vertragsende",
				"ende", "enddatum", "laufzeitende", "ablaufdatum", "fin", "date_de_fin", "échéance", "fecha_de_fin",
				"fecha_fin", "vencimiento"}},
			{"mrr", 5, []string{"mrr", "monthly_charges", "monthly_charge", "monthly_fee", "monthly_recurring_revenue",
				"monthly_revenue", "mensalidade", "月费", "monthly_value", "monthly_price", "monthly_amount", "monthly",
				"valor_mensal", "receita_mensal", "月金额", "每月金额", "月租", "monatsbetrag", "monatlich", "monatsrate",
				"monatspreis", "monatsgebühr", "monatliche_gebühr", "mensualité", "montant_mensuel", "importe_mensual",
				"mensualidad"}}, {"value", 2, []string{"contract_value", "acv", "tcv", "value", "valor", "合同金额",
				"valor_do_contrato", "valor_total", "金额", "vertragswert", "montant", "importe"}},
			{"end_reason", 3, []string{"end_reason", "churn_reason", "cancel_reason", "cancellation_reason", "motivo",
				"reason", "motivo_do_cancelamento", "motivo_cancelamento", "motivo_de_cancelamento", "流失原因", "终止原因",
				"取消原因", "kündigungsgrund", "motif", "motif_de_résiliation", "motivo_de_cancelación", "motivo_de_baja"}},
			{"status", 1, []string{"status", "contract_status", "vertragsstatus", "statut"}},
			{"type", 1, []string{"contract_type", "contract", "type", "plan"}},
			{"churn", 3, []string{"churn", "churned", "exited", "cancelled", "canceled", "is_churned", "流失"}},
			{"tenure", 3, []string{"tenure", "tenure_months", "months", "tenure_in_months"}},
			accountHint, dealHint, productHint, ownerHint, createdHint, currencyHint, deletedHint,
		}, [][]string{{"mrr", "value", "start_on", "tenure"}, {"start_on", "tenure", "churn"},
			{"mrr", "value", "tenure", "churn", "end_on", "account"}}, []string{"quota", "quotas", "target", "goal",
			"cota", "配额", "指标", "organi", "attendee", "convidado", "subject", "assunto", "主题", "ziel", "vorgabe",
			"objectif", "cuota", "teilnehmer", "betreff", "objet", "asunto", "asistente"}},
	{sales.Order, []string{"order", "orders", "purchase", "purchases", "transaction", "transactions", "invoice",
		"invoices", "sales", "retail", "pedidos", "compras", "订单", "vendas", "order_list", "bestellungen", "aufträge",
		"rechnungen", "käufe", "verkäufe", "commandes", "factures", "achats", "ventes", "ventas", "facturas"},
		[]string{"order_id", "order_number", "invoice_id", "invoice_no", "invoice_number", "transaction_id", "id",
			"订单编号", "order_no", "número_do_pedido", "numero_do_pedido", "nº_do_pedido", "pedido", "订单号", "单号",
			"bestellnummer", "auftragsnummer", "rechnungsnummer", "bestell_nr", "rechnungs_nr", "numéro_de_commande",
			"numéro_de_facture", "número_de_pedido", "número_de_factura"},
		[]fieldHint{
			{"ordered_on", 3, []string{"order_date", "ordered_on", "ordered", "purchase_date", "purchased_on",
				"purchased", "bought_on", "bought", "sold_on", "sale_date", "invoice_date", "transaction_date",
				"effective_date", "date", "data_do_pedido", "data", "订单日期", "日期", "on", "data_da_venda",
				"data_da_compra", "data_venda", "data_compra", "下单日期", "下单时间", "购买日期", "交易日期", "销售日期", "bestelldatum",
				"bestellt_am", "rechnungsdatum", "kaufdatum", "gekauft_am", "auftragsdatum", "datum",
				"date_de_commande", "date_d_achat", "date_de_facture", "fecha_de_pedido", "fecha_de_compra",
				"fecha_de_factura", "fecha"}},
			{"amount", 2, []string{"amount", "total_amount", "total", "order_total", "paid", "spent", "revenue",
				"sales", "price", "value", "valor", "金额", "net", "net_amount", "gross", "spend", "valor_total",
				"total_do_pedido", "valor_pago", "总金额", "订单金额", "实付金额", "betrag", "gesamtbetrag", "summe", "umsatz",
				"rechnungsbetrag", "nettobetrag", "montant", "montant_total", "importe", "importe_total", "monto"}},
			{"quantity", 2, []string{"quantity", "qty", "units", "pieces", "quantidade", "数量", "items", "qtd",
				"qtde", "件数", "menge", "anzahl", "stück", "stückzahl", "quantité", "cantidad"}},
			{"channel", 1, []string{"channel", "canal", "渠道", "kanal", "vertriebskanal"}},
			{"name", 0, []string{"order_number", "invoice_no", "name"}},
			accountHint, contactHint, productHint, ownerHint, currencyHint, deletedHint, dealHint,
		}, [][]string{{"ordered_on"}, {"amount"}, {"account", "contact"}}, nil},
	{sales.Cost, []string{"cost", "costs", "spend", "expenses", "budget", "custos", "despesas", "成本", "spending",
		"marketing_costs", "marketing_spend", "gastos", "费用", "花费", "kosten", "ausgaben", "marketingkosten", "dépenses",
		"coûts", "costes", "costos"}, []string{"cost_id", "id"},
		[]fieldHint{{"amount", 2, []string{"amount", "cost", "spend", "valor", "金额", "costs", "total", "custo",
			"gasto", "despesa", "成本", "费用", "花费", "kosten", "betrag", "ausgabe", "ausgaben", "coût", "coûts",
			"dépense", "montant", "coste", "costo", "importe"}}, {"kind", 1, []string{"kind", "type", "category",
			"tipo", "categoria", "类别", "类型", "art", "kategorie", "catégorie", "categoría"}}, {"channel",
			2, []string{"channel", "source", "campaign", "canal", "渠道", "fonte", "来源", "kanal", "quelle"}},
			{"from_on", 3, []string{"from", "from_on", "month", "period", "date", "start_date", "mês", "月份", "begins",
				"starts", "mes", "data", "início", "日期", "月", "monat", "datum", "mois", "fecha", "beginn", "début"}},
			{"to_on", 1, []string{"to", "to_on", "end_date", "bis", "jusqu_au", "hasta"}},
			{"name", 0, []string{"name", "description"}}, currencyHint,
		}, [][]string{{"amount"}, {"from_on"}, {"kind", "channel"}}, nil},
	{sales.Quota, []string{"quota", "quotas", "target", "targets", "metas", "cotas", "配额", "目标", "指标", "业绩目标",
		"销售目标", "销售指标", "任务", "goals", "quoten", "ziele", "vorgaben", "zielvorgaben", "umsatzziele", "objectifs",
		"cuotas", "objetivos"}, []string{"quota_id", "id"},
		[]fieldHint{{"amount", 2, []string{"quota", "quota_amount", "target", "target_amount", "sales_target",
			"amount", "goal", "value", "meta", "cota", "valor", "配额", "目标", "金额", "指标", "销售指标", "销售目标", "业绩目标",
			"任务额", "meta_de_vendas", "ziel", "zielvorgabe", "vorgabe", "umsatzziel", "vertriebsziel", "sollumsatz",
			"betrag", "objectif", "objectif_de_vente", "montant", "cuota", "objetivo", "cuota_de_ventas", "importe"}},
			{"person", 2,
				append([]string{"quota_owner", "quota_owner_id", "person", "person_id", "name", "rep_id", "user_id",
					"seller", "employee", "employee_id", "sales_agent_id"}, ownerHint.words...)}, {"team", 1,
				[]string{"team", "team_id", "equipe", "gruppe", "équipe", "equipo"}},
			{"from_on", 3, []string{"from", "from_on", "month", "quarter", "period", "start_date", "start", "starts",
				"starts_on", "period_start", "valid_from", "year", "mês", "início", "inicio", "开始日期",
				"月份", "quarter_start", "quarter_starts", "month_start", "first_day", "starting", "effective_from",
				"begins", "begin", "begins_on", "mes", "trimestre", "quartal", "período", "periodo",
				"início_do_período", "data_de_início", "季度", "期间", "年月", "起始日期", "monat", "zeitraum", "jahr",
				"beginn", "startdatum", "mois", "période", "début", "date_de_début", "fecha_de_inicio", "año"}},
			{"to_on", 1, []string{"to", "to_on", "end_date", "end", "ends", "ends_on", "period_end", "valid_to",
				"fim", "结束日期", "data_de_término", "data_fim", "until", "截止日期", "bis", "ende", "enddatum", "date_de_fin",
				"fecha_de_fin", "hasta"}}, {"months", 1, monthsWords}, {"quarters", 1, quartersWords}, currencyHint,
			createdHint, modifiedHint, deletedHint,
		}, [][]string{{"amount"}, {"from_on"}, {"person", "team"}}, nil},
	{sales.Split, []string{"split", "splits", "deal_split", "credit_split", "opportunity_split", "divisões", "分成",
		"业绩拆分", "divisao", "divisão", "divisões_de_crédito", "rateio", "credits", "aufteilung", "provisionsanteile",
		"anteile", "répartition", "reparto"}, []string{"split_id", "id"},
		[]fieldHint{dealHint,
			{"person", 3,
				append([]string{"person", "split_owner", "split_owner_id", "credited_to", "credit_to",
					"credited_person"}, ownerHint.words...)}, {"share", 3, []string{"share", "percentage", "percent",
				"split_percentage", "split_percent", "percentual", "比例", "credit", "credit_percent", "credit_share",
				"participação", "participacao", "participação_percent", "percentual_de_crédito", "分成比例", "占比",
				"业绩比例", "anteil", "prozent", "part", "pourcentage", "porcentaje", "participación"}},
			{"amount", 2, []string{"split_amount", "amount", "valor", "金额", "betrag", "montant", "importe"}},
			{"kind", 1, []string{"split_type", "type", "kind", "tipo", "类型", "art", "typ"}},
			{"note", 0, []string{"note", "split_note"}}, currencyHint, createdHint, deletedHint,
		}, [][]string{{"deal"}, {"person"}, {"share", "amount"}}, nil},
	{sales.Rate, []string{"rate", "rates", "exchange_rate", "exchange_rates", "fx", "fx_rates", "currency_rates",
		"conversion_rates", "câmbio", "cambio", "taxas", "汇率", "wechselkurse", "kurse", "taux_de_change",
		"tipos_de_cambio"}, []string{"rate_id", "id"},
		[]fieldHint{
			{"from_currency", 3, []string{"from_currency", "currency_from", "from", "base", "base_currency",
				"source_currency", "moeda_origem", "de", "源货币", "原币", "currency_a", "moeda_de_origem", "原币种",
				"源币种", "基础货币", "von", "ausgangswährung", "devise_source", "moneda_origen"}},
			{"to_currency", 3, []string{"to_currency", "currency_to", "to", "quote", "quote_currency",
				"target_currency", "counter_currency", "currency", "currency_code", "currency_iso_code", "iso_code",
				"code", "moeda_destino", "moeda", "para", "目标货币", "货币", "币种", "moeda_de_destino", "目标币种", "本位币",
				"nach", "zielwährung", "währung", "devise_cible", "vers", "moneda_destino"}},
			{"day", 1, []string{"day", "date", "rate_date", "start_date", "valid_from", "valid_on", "effective_date",
				"effective_from", "effective_at", "from_date", "month", "data", "início", "日期", "生效日期", "day_from",
				"from_day", "since", "vigência", "vigencia", "vigente_desde", "válido_desde", "valido_desde",
				"a_partir_de", "valid_since", "起始日期", "生效日", "生效时间", "datum", "gültig_ab", "ab", "tag", "date_d_effet",
				"fecha", "desde", "válido_a_partir_de"}},
			{"rate", 3, []string{"rate", "exchange_rate", "conversion_rate", "fx_rate", "mid", "mid_rate", "value",
				"obs_value", "taxa", "taxa_de_câmbio", "cotação", "汇率", "fx", "cotacao", "taxa_de_cambio", "câmbio",
				"cambio", "兑换率", "kurs", "wechselkurs", "taux", "taux_de_change", "tasa", "tipo_de_cambio"}},
			createdHint, modifiedHint, deletedHint,
		}, [][]string{{"rate"}, {"from_currency", "to_currency"}}, []string{"stage", "amount", "quota", "betrag",
			"phase", "montant", "importe"}},
	{sales.Event, []string{"calendar", "calendars", "meetings", "agenda", "agendas", "calendário", "日历", "日程",
		"kalender", "termine", "calendrier", "calendario"}, []string{"event_id", "uid", "id"},
		[]fieldHint{
			{"title", 2, []string{"title", "subject", "summary", "event", "meeting", "assunto", "título", "evento",
				"标题", "主题", "会议", "betreff", "titel", "termin", "titre", "objet", "asunto"}}, {"start_at", 3,
				[]string{"start", "start_at", "start_time", "starts", "begins", "from", "início", "hora_de_início",
					"开始", "开始时间", "beginn", "startzeit", "début", "heure_de_début", "inicio", "hora_de_inicio"}},
			{"end_at", 3, []string{"end", "end_at", "end_time", "ends", "to", "until", "fim", "término",
				"hora_de_término", "结束", "结束时间", "ende", "endzeit", "fin", "heure_de_fin", "hora_de_fin"}},
			{"organizer", 4, []string{"organizer", "organiser", "host", "organizador", "组织者", "发起人", "organisator",
				"veranstalter", "organisateur", "organizador_de"}},
			{"attendees", 4, []string{"attendees", "participants", "invitees", "guests", "participantes", "convidados",
				"与会者", "参会人", "参与者", "teilnehmer", "eingeladene", "invités", "asistentes"}}, {"all_day",
				1, []string{"all_day", "all_day_event", "dia_inteiro", "全天", "ganztägig", "toute_la_journée",
					"todo_el_día"}}, ownerHint, {"status", 0, []string{"status", "状态"}}, createdHint, deletedHint,
		}, [][]string{{"start_at"}, {"end_at"}, {"organizer", "attendees", "title"}, {"title", "organizer"}},
		[]string{"amount", "value", "quota", "betrag", "montant", "importe"}},
	{sales.Absence, []string{"absence", "absences", "vacation", "leave", "time_off", "pto", "férias",
		"请假", "abwesenheiten", "urlaub", "congés", "vacaciones", "ausencias"}, []string{"absence_id", "id"},
		[]fieldHint{{"person", 2, append([]string{"person", "employee", "employee_id", "name"}, ownerHint.words...)},
			{"from_on", 3, []string{"from", "from_on", "start", "start_date"}},
			{"to_on", 3, []string{"to", "to_on", "end", "end_date"}}, {"kind", 1, []string{"kind", "type", "reason"}}},
		[][]string{{"person"}, {"from_on"}, {"to_on"}}, nil},
	{sales.Holiday, []string{"holiday", "holidays", "feriados", "节假日", "feiertage", "jours_fériés", "festivos"},
		[]string{"id"},
		[]fieldHint{{"name", 2, []string{"holiday", "name", "nome"}}, {"day", 3, []string{"date", "day", "data", "日期"}},
			{"country", 1, []string{"country", "country_code", "país"}}}, [][]string{{"name"}, {"day"}}, nil},
}

// Words of columns that say how long a row with only a first day holds.
var (
	monthsWords = []string{"months", "number_of_months", "length_months", "length_in_months", "duration_months",
		"period_months", "term_months", "meses", "月数", "monate", "anzahl_monate", "mois"}
	quartersWords = []string{"quarters", "number_of_quarters", "length_quarters", "length_in_quarters",
		"duration_quarters", "trimestres", "季度数", "quartale"}
)

// Words of columns that make a plain event log. A deal is a case only where an activity of its own
// sounds like the end of a sale: rows about deals are many things.
var (
	caseWords = []string{"case", "case_id", "caseid", "case_concept_name", "trace", "trace_id", "case_number",
		"case_key", "process_instance", "instance", "instance_id", "caso", "id_do_caso", "案例", "案例编号"}
	dealWords = []string{"deal_id", "deal", "deal_number", "deal_name", "opportunity_id", "opportunity",
		"opportunity_number", "opportunity_name", "opp", "opp_id", "id_do_negócio", "negócio", "negocio",
		"oportunidade", "id_da_oportunidade", "商机编号", "商机", "商机名称", "交易编号", "交易", "geschäft", "chance",
		"verkaufschance", "opportunité", "affaire", "oportunidad"}
	activityWords = []string{"activity", "activity_name", "event", "event_name", "concept_name", "event_concept_name",
		"task", "step", "action", "status_change", "stage_change", "change", "new_status", "new_stage", "to_stage",
		"to_status", "atividade", "evento", "ação", "mudança", "mudança_de_status", "passo", "活动", "事件", "动作",
		"操作", "步骤", "状态变更", "stage", "status", "state", "etapa", "situação", "阶段", "状态", "aktivität", "ereignis",
		"schritt", "statuswechsel", "neuer_status", "phase", "activité", "événement", "actividad"}
	timeWords = []string{"time", "timestamp", "time_timestamp", "event_time", "complete_timestamp",
		"start_timestamp", "completetimestamp", "event_timestamp", "event_time_timestamp", "timestamp_utc",
		"occurred_at", "date", "date_time", "datetime", "when", "happened", "happened_at", "happened_on", "occurred",
		"occurred_on", "at", "on", "changed_at", "changed_on", "change_date", "entered_at", "entered_on", "data",
		"data_hora", "data_e_hora", "ocorrido_em", "ocorreu_em", "quando", "时间", "时间戳", "日期", "发生时间", "发生日期",
		"变更时间", "操作时间", "datum", "zeitpunkt", "zeit", "geändert_am", "date_et_heure", "fecha", "fecha_y_hora"}
	resourceWords = []string{"resource", "org_resource", "event_org_resource", "recurso", "资源", "owner", "rep",
		"actor", "user", "agent", "employee", "performer", "who", "by", "changed_by", "done_by", "responsável",
		"vendedor", "负责人", "操作人", "执行人", "verantwortlich", "bearbeiter", "responsable", "propriétaire"}
	// Columns of rows that are something else than a step of a deal.
	notOfLogs = []string{"subject", "kind", "type", "product", "product_id", "sku", "quantity", "qty", "share",
		"close_date", "closed_at", "created", "created_at", "assunto", "tipo", "produto", "quantidade", "主题",
		"类型", "产品", "数量", "betreff", "art", "typ", "produkt", "menge", "objet", "produit", "quantité", "asunto",
		"producto", "cantidad", "betrag", "abschlussdatum", "montant", "importe"}
)

// Names of files whose rows are no records here.
var strangers = []string{"history", "ticket", "email_event", "email_campaign", "form", "property", "payment",
	"audit", "contact_list", "campaign_member", "contact_role", "merged", "deal_pipeline", "pipeline_stage",
	"deal_stage", "engagement", "option"}

// Names of files whose rows are people, nothing tells whether of the own company or outside.
var anybody = []string{"people", "persons", "pessoas", "personen", "personnes", "personas", "人员"}

// Parts of a stage's name that tell its outcome.
var (
	wonWords = []string{"won", "win", "ganho", "ganha", "ganhou", "vencido", "赢单", "赢", "成交", "signed", "sold",
		"closedwon", "gewonnen", "gagné", "gagnée", "gagne", "ganado", "ganada"}
	lostWords = []string{"lost", "loss", "perdido", "perdida", "输单", "输", "丢单", "declined", "withdrawn", "withdrew",
		"abandoned", "rejected", "cancelled", "canceled", "cancelado", "cancelada", "取消", "流失", "dead", "closedlost",
		"disqualified", "no decision", "verloren", "perdu", "perdue", "abgelehnt", "abgesagt",
		"abandonné", "descartado"}
)

// wonNames are stages that are won when it is their whole name.
var wonNames = []string{"customer", "client", "live", "cliente", "fechado ganho", "客户", "已签约", "签约", "kunde"}

// withOwnNames adds the fields that have no words of their own, such as a field that was just added to the schema,
// by their names and labels. They do not speak for an object.
func withOwnNames(list []hint) []hint {
	list = slices.Clone(list)
	for i := range list {
		o, _ := objectNamed(list[i].object)
		for _, f := range o.Fields {
			_, fillable := targetOf(o, f.Name)
			name := strings.TrimSuffix(f.Name, "_at") // created_at is filled as created
			if fillable && !slices.ContainsFunc(list[i].fields, func(have fieldHint) bool {
				return have.field == f.Name || have.field == name
			}) {
				list[i].fields = append(slices.Clip(list[i].fields),
					fieldHint{f.Name, 0, []string{f.Name, wordsOf(f.Label)}})
			}
		}
	}
	return list
}

// hintOf is the hint of an object; one that nothing is guessed to be has its fields' own names.
func hintOf(object string) *hint {
	for i := range hints {
		if hints[i].object == object {
			return &hints[i]
		}
	}
	h := hint{object: object, ids: []string{object + "_id", "id"}}
	o, _ := objectNamed(object)
	for _, f := range fieldNames(o) {
		h.fields = append(h.fields, fieldHint{f, 1, []string{f}})
	}
	return &h
}
