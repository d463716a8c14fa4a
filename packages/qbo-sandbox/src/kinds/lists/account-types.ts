/** Types of accounts, where each stands in the reports, and its subtypes; the first is taken when none is named. */
export const ACCOUNT_TYPES: Readonly<
  Record<string, { classification: string; subtypes: readonly string[] }>
> = {
  Bank: asset(
    'CashOnHand Checking MoneyMarket RentsHeldInTrust Savings TrustAccounts CashAndCashEquivalents OtherEarMarkedBankAccounts',
  ),
  'Accounts Receivable': asset('AccountsReceivable'),
  'Other Current Asset': asset(
    `EmployeeCashAdvances AllowanceForBadDebts DevelopmentCosts Inventory Investment_MortgageRealEstateLoans
    Investment_Other Investment_TaxExemptSecurities Investment_USGovernmentObligations LoansToOfficers
    LoansToOthers LoansToStockholders OtherCurrentAssets PrepaidExpenses Retainage UndepositedFunds`,
  ),
  'Fixed Asset': asset(
    `FurnitureAndFixtures AccumulatedDepletion AccumulatedDepreciation Buildings DepletableAssets
    FixedAssetComputers FixedAssetCopiers FixedAssetFurniture FixedAssetPhone FixedAssetPhotoVideo
    FixedAssetSoftware FixedAssetOtherToolsEquipment IntangibleAssets Land LeaseholdImprovements
    MachineryAndEquipment OtherFixedAssets Vehicles`,
  ),
  'Other Asset': asset(
    'Licenses AccumulatedAmortizationOfOtherAssets Goodwill LeaseBuyout OrganizationalCosts OtherLongTermAssets SecurityDeposits',
  ),
  'Accounts Payable': liability('AccountsPayable'),
  'Credit Card': liability('CreditCard'),
  'Other Current Liability': liability(
    `OtherCurrentLiabilities CurrentLiabilities DeferredRevenue DirectDepositPayable FederalIncomeTaxPayable
    GlobalTaxPayable GlobalTaxSuspense InsurancePayable LineOfCredit LoanPayable PayrollClearing
    PayrollTaxPayable PrepaidExpensesPayable RentsInTrustLiability SalesTaxPayable StateLocalIncomeTaxPayable
    TrustAccountsLiabilities UndepositedFundsLiabilities`,
  ),
  'Long Term Liability': liability('NotesPayable OtherLongTermLiabilities ShareholderNotesPayable'),
  Equity: kind(
    'Equity',
    `OpeningBalanceEquity AcceptedByShareholders AccumulatedAdjustment CommonStock EstimatedTaxes
    Healthcare OwnersEquity PaidInCapitalOrSurplus PartnerContributions PartnerDistributions PartnersEquity
    PersonalExpense PersonalIncome PreferredStock RetainedEarnings TreasuryStock`,
  ),
  Income: kind(
    'Revenue',
    `ServiceFeeIncome DiscountsRefundsGiven NonProfitIncome OtherPrimaryIncome SalesOfProductIncome
    UnappliedCashPaymentIncome`,
  ),
  'Other Income': kind(
    'Revenue',
    'OtherMiscellaneousIncome DividendIncome InterestEarned OtherInvestmentIncome TaxExemptInterest',
  ),
  'Cost of Goods Sold': kind(
    'Expense',
    'SuppliesMaterialsCogs CostOfLaborCos EquipmentRentalCos OtherCostsOfServiceCos ShippingFreightDeliveryCos',
  ),
  Expense: kind(
    'Expense',
    `OfficeGeneralAdministrativeExpenses AdvertisingPromotional Auto BadDebts BankCharges
    CharitableContributions CommissionsAndFees CostOfLabor DuesSubscriptions Entertainment EntertainmentMeals
    EquipmentRental FinanceCosts GlobalTaxExpense Insurance InterestPaid LegalProfessionalFees
    OtherBusinessExpenses OtherMiscellaneousServiceCost PayrollExpenses PromotionalMeals RentOrLeaseOfBuildings
    RepairMaintenance ShippingFreightDelivery SuppliesMaterials TaxesPaid Travel TravelMeals
    UnappliedCashBillPaymentExpense Utilities`,
  ),
  'Other Expense': kind(
    'Expense',
    `OtherMiscellaneousExpense Amortization Depreciation ExchangeGainOrLoss GasAndFuel HomeOffice
    OtherHomeOfficeExpenses PenaltiesSettlements`,
  ),
}

/** The type a subtype belongs to. */
export const typeOfSubtype: ReadonlyMap<string, string> = new Map(
  Object.entries(ACCOUNT_TYPES).flatMap(([type, { subtypes }]) => subtypes.map((each) => [each, type])),
)

function kind(classification: string, subtypes: string) {
  return { classification, subtypes: subtypes.split(/\s+/) }
}

function asset(subtypes: string) {
  return kind('Asset', subtypes)
}

function liability(subtypes: string) {
  return kind('Liability', subtypes)
}
